using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace Weir.Dialects.Answers.Checks;

/// <summary>Whether a model that answered may be the one that was asked, by their names.</summary>
public static class ModelNames
{
    /// <summary>Bedrock's regions and vendors: labels of letters alone, each with a dot behind it.</summary>
    private static readonly Regex Vendors = new("^(?:[a-z]+\\.)+", RegexOptions.NonBacktracking);

    /// <summary><c>-2024-08-06</c>, <c>-20241022</c>, <c>-0613</c>, <c>-05-06</c>, <c>-latest</c>, and Bedrock's <c>-v1</c> after them.</summary>
    private static readonly Regex Snapshot = new("(?:-(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8}|[0-9]{4}|[0-9]{2}-[0-9]{2}|latest))?(?:-v[0-9]+)?$", RegexOptions.NonBacktracking);

    /// <summary>
    /// Whether one name goes on from the other once the vendor before it (<c>openai/</c>, <c>us.anthropic.</c>) and the snapshot's
    /// date behind it are left away: <c>gpt-4o</c> is answered by <c>gpt-4o-2024-08-06</c>, and <c>openai/gpt-4o</c> by <c>gpt-4o</c>.
    /// </summary>
    /// <param name="asked">The model's name as it was asked for, or a pattern with <c>*</c>, which has to fit as it is.</param>
    /// <param name="answered">The name that the answer gives.</param>
    public static bool MayBe(string asked, string answered)
    {
        if (asked.Contains('*', StringComparison.Ordinal)) return FileSystemName.MatchesSimpleExpression(asked, answered);
        var (one, other) = (Plain(asked), Plain(answered));
        return one.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(one, StringComparison.Ordinal);
    }

    private static string Plain(string name)
    {
        var plain = name.ToLowerInvariant();
        plain = plain[(plain.LastIndexOf('/') + 1)..];
        plain = Vendors.Replace(plain, "");
        // A variant (llama3:8b, …:free) and Vertex' version (…@20240620).
        if (plain.IndexOfAny([':', '@']) is > 0 and var variant) plain = plain[..variant];
        plain = Snapshot.Replace(plain, "");
        return plain.Replace('.', '-').Replace('_', '-');
    }
}
