using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Bedrock;

/// <summary>
/// Names of documents as Bedrock takes them: letters, digits, single spaces, hyphens, parentheses and brackets, and no name twice
/// in a conversation. Whatever else a name holds becomes a hyphen.
/// </summary>
internal sealed class DocumentNames
{
    /// <summary>Longest name, with room for a number; Bedrock takes 200 characters.</summary>
    private const int MaxLength = 190;

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The number that a name gets which is there already.</summary>
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public string Next(JsonElement? name)
    {
        var wanted = Allowed(name is { } given ? RawJson.Say(RawJson.Inside(given)) ?? "" : "");
        var free = wanted;
        var number = _numbers.GetValueOrDefault(wanted, 2);
        while (!_taken.Add(free)) free = string.Create(CultureInfo.InvariantCulture, $"{wanted} {number++}");
        _numbers[wanted] = number;
        return free;
    }

    private static string Allowed(string name)
    {
        var allowed = new StringBuilder();
        foreach (var character in name)
        {
            var isSpace = char.IsWhiteSpace(character);
            if (allowed.Length == MaxLength || (isSpace && (allowed.Length == 0 || allowed[^1] == ' '))) continue;
            allowed.Append(isSpace ? ' ' : char.IsAsciiLetterOrDigit(character) || "()[]-".Contains(character, StringComparison.Ordinal) ? character : '-');
        }
        var text = allowed.ToString().TrimEnd();
        return text.Length > 0 ? text : "document";
    }
}
