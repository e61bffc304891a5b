using System.Text;

namespace Weir.Gateway.Configuration;

/// <summary>One thing that is wrong with, or unwise in, the configuration. Never holds a secret.</summary>
/// <param name="File">The file as the operator named it.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Path">The key: <c>providers.openai.base_url</c>; empty for the file as a whole.</param>
/// <param name="Value">The value as it was written (never as it was substituted), or null when it is or may be a secret.</param>
/// <param name="Message">What is wrong; one sentence.</param>
/// <param name="Remedy">What to do; one sentence.</param>
internal sealed record ConfigError(string File, int Line, int Column, string Path, string? Value, string Message, string Remedy)
{
    /// <summary>One line: <c>weir.yaml:12:5: providers.openai.bas_url: unknown key "bas_url". Did you mean "base_url"?</c></summary>
    public override string ToString()
    {
        var line = new StringBuilder().Append(File).Append(':').Append(Line).Append(':').Append(Column).Append(": ");
        if (Path.Length > 0) line.Append(Path).Append(": ");
        line.Append(Message);
        if (Remedy.Length > 0) line.Append(' ').Append(Remedy);
        return line.ToString();
    }
}
