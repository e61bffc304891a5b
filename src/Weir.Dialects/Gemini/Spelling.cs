using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Members of Gemini's objects have two spellings, as JSON of protocol buffers does: <c>inlineData</c> and <c>inline_data</c>. Both are sent in the wild.</summary>
internal static class Spelling
{
    /// <summary>The spelling under which a member is there; the usual one when it is not.</summary>
    /// <param name="at">The object.</param>
    /// <param name="name">The usual, camel-case spelling.</param>
    public static string Spelt(this JsonCursor at, string name)
    {
        var other = Snake(name);
        if (other == name || !Has(at, other)) return name;
        if (Has(at, name)) at.Reading.Fail(at.Path.Member(name), $"'{at.Path.Member(name)}' is there twice, once as '{other}': leave one of them out.", "duplicate_parameter");
        return other;
    }

    /// <summary>Looks for a member in both spellings.</summary>
    public static bool TryFind(this JsonCursor at, string name, out JsonCursor member) => at.TryGet(at.Spelt(name), out member);

    /// <summary>A member in either spelling that has to be there; a fault when it is not.</summary>
    public static bool TryRequireFind(this JsonCursor at, string name, out JsonCursor member) => at.TryRequire(at.Spelt(name), out member);

    /// <summary>The elements of this array, or this object alone: Gemini takes one where it wants a list.</summary>
    public static IEnumerable<JsonCursor> OneOrMany(this JsonCursor at) => at.Kind == JsonValueKind.Object ? [at] : at.Items();

    /// <summary>Makes omissions of every member that is not among the known ones in either spelling.</summary>
    public static void OmitOthersThan(this JsonCursor at, params ReadOnlySpan<string> known) => at.OmitOthers(Both(known));

    /// <summary>Both spellings of every name.</summary>
    public static string[] Both(params ReadOnlySpan<string> names)
    {
        var both = new string[2 * names.Length];
        for (var i = 0; i < names.Length; i++) (both[2 * i], both[2 * i + 1]) = (names[i], Snake(names[i]));
        return both;
    }

    /// <summary>The spelling with underscores.</summary>
    public static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static bool Has(JsonCursor at, string name) =>
        at.Kind == JsonValueKind.Object && at.Element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null;
}
