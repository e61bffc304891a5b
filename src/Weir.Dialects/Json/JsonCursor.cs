using System.Text.Json;

namespace Weir.Dialects.Json;

/// <summary>
/// A value in a request and where it stands. Whatever a reader asks of it that it is not becomes the request's fault, with the
/// path; the reader gets a harmless value and goes on, so that reading is straight and a request is judged once, at its end.
/// </summary>
/// <param name="Element">The value.</param>
/// <param name="Path">Where it stands.</param>
/// <param name="Reading">The request that it belongs to.</param>
public readonly record struct JsonCursor(JsonElement Element, JsonPath Path, RequestReading Reading)
{
    /// <summary>What kind of value it is.</summary>
    public JsonValueKind Kind => Element.ValueKind;

    /// <summary>Looks for a member. One that is null counts as absent, and so does every member of what is no object (a fault).</summary>
    public bool TryGet(string name, out JsonCursor member)
    {
        member = default;
        if (!IsObject() || !Element.TryGetProperty(name, out var element) || element.ValueKind is JsonValueKind.Null) return false;
        member = new JsonCursor(element, Path.Member(name), Reading);
        return true;
    }

    /// <summary>A member that has to be there; a fault when it is not.</summary>
    public bool TryRequire(string name, out JsonCursor member)
    {
        if (TryGet(name, out member)) return true;
        if (Kind == JsonValueKind.Object) Reading.Fail(Path.Member(name), $"Missing required parameter: '{Path.Member(name)}'.", "missing_required_parameter");
        return false;
    }

    /// <summary>The text of a member, or null when it is absent or (a fault) no string.</summary>
    public string? Text(string name) => TryGet(name, out var member) ? member.Text() : null;

    /// <summary>The raw JSON string of a member, or null when it is absent or (a fault) no string.</summary>
    public JsonElement? RawText(string name) => TryGet(name, out var member) && member.IsText() ? member.Element : null;

    /// <summary>The value of a member that is true or false; null when it is absent or (a fault) neither.</summary>
    public bool? Flag(string name)
    {
        if (!TryGet(name, out var member)) return null;
        if (member.Kind is JsonValueKind.True or JsonValueKind.False) return member.Kind == JsonValueKind.True;
        member.FailType("true or false");
        return null;
    }

    /// <summary>The value of a member that is a whole number of at least a minimum; null when it is absent or (a fault) something else.</summary>
    public int? Count(string name, int minimum = 1)
    {
        if (!TryGet(name, out var member)) return null;
        if (member.Kind != JsonValueKind.Number || !member.Element.TryGetInt32(out var count)) member.FailType("a whole number");
        else if (count < minimum) member.Fail($"'{member.Path}' must be at least {minimum}.", "invalid_value");
        else return count;
        return null;
    }

    /// <summary>This value as a text, or null and a fault.</summary>
    public string? Text()
    {
        if (!IsText()) return null;
        try
        {
            return Element.GetString();
        }
        catch (InvalidOperationException)
        {
            Fail($"'{Path}' holds half of a surrogate pair.", "invalid_json");
            return null;
        }
    }

    /// <summary>The elements of this array; none, and a fault, when it is no array.</summary>
    public IEnumerable<JsonCursor> Items()
    {
        if (Kind != JsonValueKind.Array)
        {
            FailType("an array");
            yield break;
        }
        var index = 0;
        foreach (var element in Element.EnumerateArray()) yield return new JsonCursor(element, Path.Item(index++), Reading);
    }

    /// <summary>The members of this object that are not null; none, and a fault, when it is no object.</summary>
    public IEnumerable<(string Name, JsonCursor Value)> Members()
    {
        if (!IsObject()) yield break;
        foreach (var member in Element.EnumerateObject())
            if (member.Value.ValueKind != JsonValueKind.Null)
                yield return (member.Name, new JsonCursor(member.Value, Path.Member(member.Name), Reading));
    }

    /// <summary>Whether this is an object; a fault when it is not.</summary>
    public bool IsObject()
    {
        if (Kind == JsonValueKind.Object) return true;
        FailType("an object");
        return false;
    }

    /// <summary>Whether this is a string; a fault when it is not.</summary>
    public bool IsText()
    {
        if (Kind == JsonValueKind.String) return true;
        FailType("a string");
        return false;
    }

    /// <summary>
    /// Notes every member that is not among the known ones as something that cannot be said in another dialect. Called for
    /// every object that is read, so that nothing which a client sends is passed over in silence.
    /// </summary>
    public void OmitOthers(params ReadOnlySpan<string> known)
    {
        if (Kind != JsonValueKind.Object) return;
        foreach (var member in Element.EnumerateObject())
            if (member.Value.ValueKind != JsonValueKind.Null && !known.Contains(member.Name))
                Reading.Omit(Path.Member(member.Name));
    }

    /// <summary>Makes this value the request's fault.</summary>
    /// <param name="message">One or two sentences that name the path, the value and the remedy.</param>
    /// <param name="code">As in OpenAI's errors: <c>invalid_value</c>, <c>invalid_type</c>, …</param>
    public void Fail(string message, string code) => Reading.Fail(Path, message, code);

    /// <summary>Makes this value's type the request's fault.</summary>
    public void FailType(string wanted) => Fail($"'{Path}' must be {wanted}, not {Named(Kind)}.", "invalid_type");

    /// <summary>Makes a word that is none of those allowed the request's fault.</summary>
    public void FailChoice(string? word, params ReadOnlySpan<string> allowed) =>
        Fail($"Invalid value for '{Path}': '{Shown(word)}'. Supported values are: {string.Join(", ", allowed.ToArray().Select(name => $"'{name}'"))}.", "invalid_value");

    private static string Shown(string? word) => word is null ? "" : word.Length <= 64 ? word : word[..64] + "…";

    private static string Named(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };
}
