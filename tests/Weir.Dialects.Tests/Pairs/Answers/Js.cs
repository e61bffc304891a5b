using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>
/// JSON strings as JavaScript has them: any UTF-16, half surrogate pairs included, since a provider may cut a stream's text between
/// the halves. Written with the escapes that a provider might choose.
/// </summary>
internal static class Js
{
    /// <summary>A JSON string, quotes included.</summary>
    /// <param name="text">Any UTF-16.</param>
    /// <param name="random">Chooses between the ways to write a character; without it the shortest is taken.</param>
    public static string Quote(string text, Random? random = null)
    {
        var quoted = new StringBuilder("\"");
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            var mustEscape = text[i] < ' ' || text[i] is '"' or '\\' || (char.IsSurrogate(text[i]) && !isPair);
            if (!mustEscape && random?.Next(6) != 0) quoted.Append(isPair ? text.AsSpan(i++, 2) : text.AsSpan(i, 1));
            else if (Short(text[i]) is { } letter && random?.Next(2) != 0) quoted.Append('\\').Append(letter);
            else quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>The text of a JSON string; unlike the platform's, half surrogate pairs included.</summary>
    public static string Text(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) throw new InvalidOperationException($"no string: {value.GetRawText()}");
        var raw = value.GetRawText()[1..^1];
        var text = new StringBuilder();
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }
            i++;
            if (raw[i] == 'u')
            {
                text.Append((char)int.Parse(raw.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 4;
            }
            else text.Append(raw[i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', var other => other });
        }
        return text.ToString();
    }

    /// <summary>The text of a member, or empty when it is absent or null.</summary>
    public static string Text(this JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? Text(value) : "";

    public static JsonElement? Get(this JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static long Count(this JsonElement? owner, string name) => owner?.Get(name)?.GetInt64() ?? 0;

    public static IEnumerable<JsonElement> List(this JsonElement owner, string name) => owner.Get(name)?.EnumerateArray().AsEnumerable() ?? [];

    private static char? Short(char character) => character switch
    {
        '"' => '"', '\\' => '\\', '/' => '/', '\n' => 'n', '\r' => 'r', '\t' => 't', '\b' => 'b', '\f' => 'f', _ => null,
    };
}
