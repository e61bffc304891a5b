using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Weir.Cli.Usage;

/// <summary>
/// Help with examples at its end. The library would want them in the description, where they would also stand in the list of
/// verbs, which is to have one line each.
/// </summary>
internal sealed class VerbHelp(HelpAction standard, IReadOnlyList<string> rootExamples) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>Makes <c>--help</c> of a root command, and so of all its verbs, end with examples.</summary>
    public static void Install(RootCommand root, params string[] examples)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Description = "Show this help.";
        root.Options.OfType<VersionOption>().Single().Description = "Show the version.";
        option.Action = new VerbHelp((HelpAction)option.Action!, examples);
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        standard.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var verb = parseResult.CommandResult.Command as Verb;
        output.WriteLine("Example:");
        foreach (var example in verb?.Examples ?? rootExamples) output.WriteLine("  " + example);
        if (verb is not { Notes.Count: > 0 }) return WeirCommand.Done;
        output.WriteLine();
        foreach (var note in verb.Notes) output.WriteLine(note);
        return WeirCommand.Done;
    }
}
