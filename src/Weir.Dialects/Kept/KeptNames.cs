using System.Text;
using System.Text.Json;

namespace Weir.Dialects.Kept;

/// <summary>
/// The members that name what a provider keeps, wherever in a request they stand, and those in which nothing is looked for. A
/// place that is not known yet is so on the safe side. Letters count alike in both cases, since to some servers they do.
/// </summary>
internal static class KeptNames
{
    private const int Longest = 32;

    private static readonly (byte[] Name, KeptKind Kind, Dialect? Only)[][] ByLength = Group(
    [
        // OpenAI's and Anthropic's.
        ("file_id", KeptKind.Thing, null),
        ("file_ids", KeptKind.Thing, null),
        ("vector_store_id", KeptKind.Thing, null),
        ("vector_store_ids", KeptKind.Thing, null),
        ("container_id", KeptKind.Thing, null),
        ("container", KeptKind.Holder, null),
        ("conversation", KeptKind.TopThing, null),
        ("prompt", KeptKind.TopObject, null),
        ("audio", KeptKind.IdHolder, null),
        ("voice", KeptKind.IdHolder, null),
        ("skill_id", KeptKind.Skill, null),
        ("input", KeptKind.Input, Dialect.Responses),

        ("user_profile_id", KeptKind.Thing, Dialect.Messages),

        // Mistral's, xAI's and Moonshot's (ms://FILE), by way of OpenAI's dialects.
        ("library_ids", KeptKind.Thing, null),
        ("collection_ids", KeptKind.Thing, null),
        ("url", KeptKind.Link, null),
        ("image_url", KeptKind.Link, null),
        ("video_url", KeptKind.Link, null),
        ("audio_url", KeptKind.Link, null),
        ("file_url", KeptKind.Link, null),

        // Bedrock reads s3://… with the operator's credentials.
        ("uri", KeptKind.Link, Dialect.Converse),

        // Google's, in both of its spellings; the first also by way of OpenAI's dialect.
        ("cachedContent", KeptKind.Thing, null),
        ("cached_content", KeptKind.Thing, null),
        ("fileUri", KeptKind.Address, null),
        ("file_uri", KeptKind.Address, null),
        ("fileSearchStoreNames", KeptKind.Thing, null),
        ("file_search_store_names", KeptKind.Thing, null),
        ("retrieval", KeptKind.Thing, Dialect.Gemini),

        ("parameters", KeptKind.Opaque, null),
        ("parametersJsonSchema", KeptKind.Opaque, null),
        ("parameters_json_schema", KeptKind.Opaque, null),
        ("schema", KeptKind.Opaque, null),
        ("input_schema", KeptKind.Opaque, null),
        ("responseSchema", KeptKind.Opaque, null),
        ("response_schema", KeptKind.Opaque, null),
        ("responseJsonSchema", KeptKind.Opaque, null),
        ("response_json_schema", KeptKind.Opaque, null),
        ("arguments", KeptKind.Opaque, null),
        ("metadata", KeptKind.Opaque, null),
        ("documents", KeptKind.Opaque, Dialect.Chat),
        ("input", KeptKind.Opaque, Dialect.Messages),
        ("args", KeptKind.Opaque, Dialect.Gemini),
        ("response", KeptKind.Opaque, Dialect.Gemini),
        ("labels", KeptKind.Opaque, Dialect.Gemini),
    ]);

    /// <summary>What the name says that the reader stands at.</summary>
    public static KeptKind KindOf(ref readonly Utf8JsonReader reader, Dialect dialect)
    {
        Span<byte> unescaped = stackalloc byte[Longest];
        return KindOf(NameOf(in reader, unescaped), dialect);
    }

    /// <summary>What a name says.</summary>
    public static KeptKind KindOf(ReadOnlySpan<byte> name, Dialect dialect)
    {
        if (name.Length > Longest) return KeptKind.None;
        foreach (var (known, kind, only) in ByLength[name.Length])
            if ((only is null || only == dialect) && Ascii.EqualsIgnoreCase(name, known)) return kind;
        return KeptKind.None;
    }

    /// <summary>Whether the reader stands at a name or a text.</summary>
    public static bool Is(ref readonly Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        Span<byte> unescaped = stackalloc byte[Longest];
        return Ascii.EqualsIgnoreCase(NameOf(in reader, unescaped), text);
    }

    /// <summary>The name as it is meant, or nothing when it is longer than any that is looked for.</summary>
    private static ReadOnlySpan<byte> NameOf(ref readonly Utf8JsonReader reader, Span<byte> room)
    {
        if (!reader.ValueIsEscaped) return reader.ValueSpan;
        // An escape has six bytes for at least one.
        if (reader.ValueSpan.Length > 6 * Longest) return default;
        Span<byte> whole = stackalloc byte[6 * Longest];
        var length = reader.CopyString(whole);
        if (length > room.Length) return default;
        whole[..length].CopyTo(room);
        return room[..length];
    }

    private static (byte[] Name, KeptKind Kind, Dialect? Only)[][] Group((string Name, KeptKind Kind, Dialect? Only)[] names) =>
    [
        .. Enumerable.Range(0, Longest + 1).Select(length =>
            names.Where(known => known.Name.Length == length).Select(known => (Encoding.ASCII.GetBytes(known.Name), known.Kind, known.Only)).ToArray()),
    ];
}
