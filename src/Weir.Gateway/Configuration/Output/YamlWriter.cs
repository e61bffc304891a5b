using System.Text;

namespace Weir.Gateway.Configuration.Output;

/// <summary>Writes block-style YAML: maps, lists, and single values with quotes where they are needed.</summary>
internal sealed class YamlWriter
{
    private readonly StringBuilder _text = new(4096);
    private int _depth;

    public void Pair(string key, string value) => Line($"{Quoted(key)}: {Quoted(value)}");

    public void Open(string key)
    {
        Line($"{Quoted(key)}:");
        _depth++;
    }

    public void Empty(string key, string value) => Line($"{Quoted(key)}: {value}");

    public void Close() => _depth--;

    public void Item(string value) => Line("- " + value);

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>The text as a YAML value that reads back as the same text.</summary>
    public static string Quoted(string text)
    {
        if (IsPlain(text)) return text;
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (c is < ' ' or > '~') quoted.Append($"\\u{(int)c:x4}");
            else quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    private void Line(string line) => _text.Append(' ', _depth * 2).Append(line).Append('\n');

    private static bool IsPlain(string text)
    {
        if (text.Length == 0 || text == "null" || !(char.IsAsciiLetterOrDigit(text[0]) || text[0] == '/') || text[^1] == ':') return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or ':' or '/' or '-' or '+')) return false;
        return true;
    }
}
