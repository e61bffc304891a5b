using System.CommandLine;
using System.CommandLine.Parsing;
using Weir.Gateway.Configuration;

namespace Weir.Cli.Usage;

/// <summary>Says what is wrong with a command line: what is wrong, what was probably meant, where help is.</summary>
internal static class WrongUsage
{
    /// <summary>Whether a command line cannot be carried out. One that asks for help always can.</summary>
    public static bool IsWrong(ParseResult parsed) =>
        parsed.Action is not { ClearsParseErrors: true } && (parsed.Errors.Count > 0 || MistakenOption(parsed) is not null);

    public static int Refuse(ParseResult parsed)
    {
        foreach (var line in Explain(parsed)) Console.Error.WriteLine("weir: " + line);
        Console.Error.WriteLine($"'{PathOf(parsed.CommandResult)} --help' shows how it is used.");
        return WeirCommand.CannotDo;
    }

    private static IEnumerable<string> Explain(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (MistakenOption(parsed) is { } option) return [Unknown(option, parsed.CommandResult)];
        // One at a time: what follows a word that is not understood is mostly not understood because of it.
        if (parsed.UnmatchedTokens is [var word, ..]) return [Unknown(word, parsed.CommandResult)];
        if (parsed.CommandResult.Children.Any() is false && command.Subcommands.Count > 0)
            return [$"say which: {string.Join(", ", command.Subcommands.Select(verb => $"{PathOf(parsed.CommandResult)} {verb.Name}"))}."];
        return parsed.Errors.Select(error => Explain(error, parsed.CommandResult)).Distinct(StringComparer.Ordinal);
    }

    private static string Explain(ParseError error, CommandResult at)
    {
        if (error.SymbolResult is ArgumentResult { Tokens.Count: 0, Argument: var missing, Parent: CommandResult })
            return $"'{PathOf(at)}' lacks its {missing.Name}.";
        return Plain(error.Message);
    }

    /// <summary>An option that does not exist, and that the library took for an argument.</summary>
    private static string? MistakenOption(ParseResult parsed) =>
        parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            ? null
            : parsed.CommandResult.Children.OfType<ArgumentResult>()
                .SelectMany(argument => argument.Tokens)
                .Select(token => token.Value)
                .FirstOrDefault(word => word.Length > 1 && word[0] == '-');

    private static string Unknown(string word, CommandResult at)
    {
        var command = at.Command;
        if (word.StartsWith('-'))
            return $"'{PathOf(at)}' has no option '{Shown.Short(word)}'. {Nearest.Remedy(word, Options(at), "")}".TrimEnd();
        if (command.Subcommands.Count == 0) return $"'{Shown.Short(word)}' is one argument too many.";
        var verbs = command.Subcommands.Select(verb => verb.Name).ToList();
        return $"there is no verb '{Shown.Short(word)}'. {Nearest.Remedy(word, verbs, $"The verbs are: {string.Join(", ", verbs)}.")}";
    }

    private static IEnumerable<string> Options(CommandResult at)
    {
        for (var result = at; result is not null; result = result.Parent as CommandResult)
            foreach (var option in result.Command.Options)
                if (result == at || option.Recursive) yield return option.Name;
    }

    /// <summary>The library's message without the names of its own types.</summary>
    private static string Plain(string message)
    {
        var types = message.IndexOf(" as expected type", StringComparison.Ordinal);
        if (types > 0) message = message[..types] + ".";
        return char.ToLowerInvariant(message[0]) + message[1..];
    }

    private static string PathOf(CommandResult result) =>
        result.Parent is CommandResult above ? $"{PathOf(above)} {result.Command.Name}" : "weir";
}
