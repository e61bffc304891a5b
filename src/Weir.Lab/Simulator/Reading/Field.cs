using System.Text.Json;

namespace Weir.Lab.Simulator.Reading;

/// <summary>A place in a request and what stands there; null counts as absent, as it does at every provider.</summary>
internal readonly struct Field(Inspection inspection, string path, JsonElement? value)
{
    public string Path => path;

    public JsonElement? Value => value is { ValueKind: JsonValueKind.Null } ? null : value;

    public bool IsGiven => Value is not null;

    public bool IsText => Value is { ValueKind: JsonValueKind.String };

    public bool IsArray => Value is { ValueKind: JsonValueKind.Array };

    /// <summary>The member of that name; absent when this is no object.</summary>
    public Field this[string name] => new(
        inspection,
        inspection.Wording.Join(path, name),
        Value is { ValueKind: JsonValueKind.Object } owner && owner.TryGetProperty(name, out var member) ? member : null);

    /// <summary>The member under the first of two names that is given.</summary>
    public Field Either(string name, string other) => this[name].IsGiven ? this[name] : this[other].IsGiven ? this[other] : this[name];

    public void Fail(string sentence) => inspection.Fail(inspection.Wording.Invalid(path, sentence));

    public void Fail(ApiError error) => inspection.Fail(error);

    /// <summary>Refuses when it is absent.</summary>
    public Field Required()
    {
        if (!IsGiven)
            inspection.Fail(inspection.Wording.Missing(path));
        return this;
    }

    public void Refuse(string why)
    {
        if (IsGiven)
            Fail(why);
    }

    /// <summary>It is an object whose members all have one of these names; true when it is an object.</summary>
    public bool Only(params ReadOnlySpan<string> names)
    {
        if (!Is(JsonValueKind.Object, "object"))
            return false;
        foreach (var member in Value!.Value.EnumerateObject())
        {
            if (!names.Contains(member.Name))
                inspection.Fail(inspection.Wording.Unknown(path, member.Name));
        }

        return true;
    }

    public JsonElement? Object() => Is(JsonValueKind.Object, "object") ? Value : null;

    public string? Text() => Is(JsonValueKind.String, "string") ? Value!.Value.GetString() : null;

    /// <summary>A text that is there and is not empty; empty text when it is not.</summary>
    public string NonEmpty()
    {
        var text = Required().Text();
        if (text is { Length: 0 })
            Fail("must not be empty");
        return text ?? "";
    }

    public bool Flag()
    {
        if (Value is not { } given)
            return false;
        if (given.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            inspection.Fail(inspection.Wording.WrongType(path, given, "boolean"));
        return given.ValueKind == JsonValueKind.True;
    }

    public double? Number(double least, double most)
    {
        if (!Is(JsonValueKind.Number, "number"))
            return null;
        var number = Value!.Value.GetDouble();
        if (number < least || number > most)
            inspection.Fail(inspection.Wording.OutOfRange(path, Value.Value.GetRawText(), number > most ? most : least, number > most));
        return number;
    }

    public long? Integer(long least, long most)
    {
        if (!Is(JsonValueKind.Number, "integer"))
            return null;
        if (!Value!.Value.TryGetInt64(out var number))
        {
            inspection.Fail(inspection.Wording.WrongType(path, Value.Value, "integer"));
            return null;
        }

        if (number < least || number > most)
            inspection.Fail(inspection.Wording.OutOfRange(path, Value.Value.GetRawText(), number > most ? most : least, number > most));
        return number;
    }

    public int? Count(int least, int most = int.MaxValue) => (int?)Integer(least, most) is { } number ? Math.Clamp(number, least, most) : null;

    public string? OneOf(params ReadOnlySpan<string> allowed)
    {
        if (Text() is not { } text)
            return null;
        if (allowed.Contains(text))
            return text;
        inspection.Fail(inspection.Wording.NotOneOf(path, text, allowed.ToArray()));
        return null;
    }

    /// <summary>The items of a list; none when it is absent or no list.</summary>
    public IReadOnlyList<Field> Items()
    {
        if (!Is(JsonValueKind.Array, "array"))
            return [];
        var items = new List<Field>(Value!.Value.GetArrayLength());
        foreach (var item in Value.Value.EnumerateArray())
            items.Add(new Field(inspection, inspection.Wording.Join(path, items.Count), item).Required());
        return items;
    }

    public IReadOnlyList<string> Texts()
    {
        var texts = new List<string>();
        foreach (var item in Items())
            texts.Add(item.NonEmpty());
        return texts;
    }

    private bool Is(JsonValueKind kind, string expected)
    {
        if (Value is not { } given)
            return false;
        if (given.ValueKind == kind)
            return true;
        inspection.Fail(inspection.Wording.WrongType(path, given, expected));
        return false;
    }
}
