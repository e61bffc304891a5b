using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>The members of a candidate, found before any is looked into: its number stands behind its content.</summary>
internal readonly ref struct CandidateScan
{
    /// <summary>Which alternative answer it is, 0 for the first.</summary>
    public int Index { get; private init; }

    /// <summary>The raw list of parts, or empty.</summary>
    public ReadOnlySpan<byte> Parts { get; private init; }

    /// <summary>The raw <c>logprobsResult</c>, or empty.</summary>
    public ReadOnlySpan<byte> Logprobs { get; private init; }

    /// <summary>The raw <c>groundingMetadata</c>, or empty.</summary>
    public ReadOnlySpan<byte> Grounding { get; private init; }

    /// <summary>The raw <c>citationMetadata</c>, or empty.</summary>
    public ReadOnlySpan<byte> Citations { get; private init; }

    /// <summary>Gemini's word for why it ended, or null while it has not.</summary>
    public string? Word { get; private init; }

    /// <summary>What <see cref="Word"/> says.</summary>
    public StopReason? Reason => Word is null ? null : FinishReasons.Of(Word);

    /// <summary>Finds the members of a candidate.</summary>
    /// <param name="json">The candidate, an object.</param>
    /// <param name="position">Where it stands in its list: its number when it does not name one.</param>
    public static CandidateScan Read(ReadOnlySpan<byte> json, int position)
    {
        var reader = new Utf8JsonReader(json, EventJson.Options);
        reader.Read();
        ReadOnlySpan<byte> content = default, logprobs = default, grounding = default, citations = default;
        var index = position;
        string? word = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("content"u8)) content = EventJson.Value(ref reader, json, JsonTokenType.StartObject);
            else if (reader.ValueTextEquals("logprobsResult"u8)) logprobs = EventJson.Value(ref reader, json, JsonTokenType.StartObject);
            else if (reader.ValueTextEquals("groundingMetadata"u8)) grounding = EventJson.Value(ref reader, json, JsonTokenType.StartObject);
            else if (reader.ValueTextEquals("citationMetadata"u8)) citations = EventJson.Value(ref reader, json, JsonTokenType.StartObject);
            else if (reader.ValueTextEquals("finishReason"u8))
            {
                reader.Read();
                word = FinishReasons.Read(ref reader);
                reader.Skip();
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out index)) index = position;
                reader.Skip();
            }
            else reader.SkipValue();
        }
        return new CandidateScan { Index = index, Parts = PartsOf(content), Logprobs = logprobs, Grounding = grounding, Citations = citations, Word = word };
    }

    private static ReadOnlySpan<byte> PartsOf(ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> parts = default;
        if (content.IsEmpty) return parts;
        var reader = new Utf8JsonReader(content, EventJson.Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("parts"u8)) parts = EventJson.Value(ref reader, content, JsonTokenType.StartArray);
            else reader.SkipValue();
        }
        return parts;
    }
}
