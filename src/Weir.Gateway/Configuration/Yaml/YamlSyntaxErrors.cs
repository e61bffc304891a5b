using YamlDotNet.Core;

namespace Weir.Gateway.Configuration.Yaml;

/// <summary>Says in an operator's words where a file stops being YAML.</summary>
internal static class YamlSyntaxErrors
{
    public static void Report(YamlException e, string text, ConfigErrors errors)
    {
        var (line, column) = ((int)Math.Max(1, e.Start.Line), (int)Math.Max(1, e.Start.Column));

        // For a tab the library names the place where the map around it begins.
        for (var at = line; at <= e.End.Line + 1; at++)
        {
            var written = LineOf(text, at);
            if (!written.AsSpan(0, written.Length - written.AsSpan().TrimStart().Length).Contains('\t')) continue;
            errors.AddAt(at, 1, "", "a tab in the indentation; YAML allows only spaces there.", "Replace the tab by spaces.");
            return;
        }

        var (message, remedy) = Explain(e, LineOf(text, line), LineOf(text, line - 1));
        errors.AddAt(line, column, "", message, remedy);
    }

    private static (string Message, string Remedy) Explain(YamlException e, string line, string before)
    {
        if (IsOurs(e.Message)) return (e.Message, "Write the value out, in plain YAML, where it is needed.");
        if (UnquotedReference(line) || UnquotedReference(before))
            return ("not valid YAML: inside { … } or [ … ] a ${NAME} needs quotes.", "Write \"${NAME}\" with the quotes.");

        // The library's messages name rules of the grammar and never quote the file, so no secret can slip out here.
        return ($"not valid YAML: {Lowered(e.Message)}", "Check indentation, colons and quotes on this line and the one before.");
    }

    private static bool IsOurs(string message) => message.EndsWith('.') && !message.StartsWith("While", StringComparison.Ordinal) && char.IsLower(message[0]);

    private static bool UnquotedReference(string line)
    {
        var reference = line.IndexOf("${", StringComparison.Ordinal);
        return reference > 0 && line.AsSpan(0, reference).IndexOfAny('{', '[') >= 0 && line[reference - 1] is not ('"' or '\'');
    }

    private static string Lowered(string message)
    {
        // Newer versions of the library prefix the place, which we print ourselves.
        var colon = message.StartsWith('(') ? message.IndexOf("): ", StringComparison.Ordinal) : -1;
        if (colon >= 0) message = message[(colon + 3)..];
        message = message.Length == 0 ? "unexpected end." : char.ToLowerInvariant(message[0]) + message[1..];
        return message.EndsWith('.') ? message : message + ".";
    }

    private static string LineOf(string text, int number)
    {
        var left = number;
        foreach (var line in text.AsSpan().EnumerateLines())
            if (--left == 0) return line.ToString();
        return "";
    }
}
