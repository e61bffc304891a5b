using System.Text;
using System.Text.Json;
using Weir.Dialects.OpenAI;

namespace Weir.Dialects.Kept;

/// <summary>
/// Finds what a request names that its provider keeps, while somebody else reads the request: no pass of its own over the bytes.
/// Nothing is unescaped or copied but the few names that matter.
/// </summary>
/// <param name="dialect">What the request is written in.</param>
public struct KeptReader(Dialect dialect)
{
    /// <summary>Requests that were written by Weir nest a few levels deeper than what clients may send.</summary>
    private const int MaxDepth = RequestHeadReader.MaxDepth + 16;

    private KeptThings? _found;
    private KeptItem _item;

    private enum Place : byte
    {
        Other,
        Holder,
        Input,
        Item,
    }

    /// <summary>What was found, or null when the request names nothing.</summary>
    public readonly KeptThings? Found => _found;

    /// <summary>Searches a whole request.</summary>
    /// <param name="request">A JSON object.</param>
    /// <param name="dialect">What it is written in.</param>
    /// <returns>Null when it names nothing.</returns>
    public static KeptThings? Find(ReadOnlySpan<byte> request, Dialect dialect)
    {
        var reader = new Utf8JsonReader(request, new JsonReaderOptions { MaxDepth = MaxDepth });
        var kept = new KeptReader(dialect);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) kept.ReadMember(ref reader);
        return kept.Found;
    }

    /// <summary>Whether a field of a form names something, as in <c>file_id</c> or <c>images[0][file_id]</c>.</summary>
    public static bool IsThing(string field)
    {
        foreach (var part in field.Split('[', ']', '.'))
            if (KeptNames.KindOf(Encoding.UTF8.GetBytes(part), Dialect.Chat) == KeptKind.Thing) return true;
        return false;
    }

    /// <summary>Reads a member of the request's top object.</summary>
    /// <param name="reader">Stands at the member's name; afterwards at the end of its value.</param>
    public void ReadMember(ref Utf8JsonReader reader)
    {
        Span<Place> places = stackalloc Place[MaxDepth + 2];
        var top = reader.CurrentDepth;
        ReadNamed(ref reader, places, isTop: true);
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    ReadNamed(ref reader, places, isTop: false);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    var isItem = reader.TokenType == JsonTokenType.StartObject && places[reader.CurrentDepth] == Place.Input;
                    places[reader.CurrentDepth + 1] = isItem ? Place.Item : Place.Other;
                    if (isItem) _item.Begin();
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    if (places[reader.CurrentDepth + 1] == Place.Item && _item.References is { Count: > 0 } ids) (_found ??= new KeptThings()).Note(ids);
                    if (reader.CurrentDepth == top) return;
                    break;
            }
        }
    }

    /// <summary>Reads a name and the first token of its value; all of a value in which nothing is looked for.</summary>
    private void ReadNamed(ref Utf8JsonReader reader, scoped Span<Place> places, bool isTop)
    {
        var at = reader.TokenStartIndex;
        var place = places[reader.CurrentDepth];
        var kind = KeptNames.KindOf(ref reader, dialect);
        var isId = place == Place.Holder && KeptNames.Is(ref reader, "id"u8);
        if (place == Place.Item) _item.ReadMember(ref reader);
        else reader.Read();
        if (kind == KeptKind.Opaque)
        {
            reader.Skip();
            return;
        }
        if ((isId && reader.TokenType != JsonTokenType.Null) || IsThing(ref reader, kind, isTop)) (_found ??= new KeptThings()).Note(at);
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return;
        places[reader.CurrentDepth + 1] = kind switch
        {
            KeptKind.Holder or KeptKind.IdHolder => Place.Holder,
            KeptKind.Input when isTop && reader.TokenType == JsonTokenType.StartArray => Place.Input,
            _ => Place.Other,
        };
    }

    private static bool IsThing(ref Utf8JsonReader reader, KeptKind kind, bool isTop) => kind switch
    {
        KeptKind.Thing => IsSomething(reader),
        KeptKind.TopThing => isTop && IsSomething(reader),
        KeptKind.TopObject => isTop && reader.TokenType == JsonTokenType.StartObject,
        KeptKind.Holder => reader.TokenType == JsonTokenType.String,
        KeptKind.Skill => reader.TokenType == JsonTokenType.String && reader.GetString()!.StartsWith("skill_", StringComparison.OrdinalIgnoreCase),
        KeptKind.Address => reader.TokenType == JsonTokenType.String && !KeptAddress.IsPublic(reader.GetString()!),
        KeptKind.Link => reader.TokenType == JsonTokenType.String && KeptAddress.IsOfNoWeb(reader.ValueSpan),
        _ => false,
    };

    /// <summary>A copy of the reader looks ahead: clients send empty lists for nothing.</summary>
    private static bool IsSomething(Utf8JsonReader reader) =>
        reader.TokenType != JsonTokenType.Null && (reader.TokenType != JsonTokenType.StartArray || (reader.Read() && reader.TokenType != JsonTokenType.EndArray));
}
