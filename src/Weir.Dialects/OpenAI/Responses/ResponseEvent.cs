using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>The members of one event that matter, in whatever order they came. Texts are the insides of JSON strings, objects are raw.</summary>
internal readonly ref struct ResponseEvent
{
    /// <summary>Reads an event.</summary>
    /// <param name="data">Its payload.</param>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="InvalidOperationException">A name holds an escaped half of a surrogate pair.</exception>
    public ResponseEvent(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data, EventJson.Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8)) Type = EventJson.Text(ref reader, data);
            else if (reader.ValueTextEquals("delta"u8)) Delta = EventJson.Text(ref reader, data);
            else if (reader.ValueTextEquals("output_index"u8)) OutputIndex = Index(ref reader);
            else if (reader.ValueTextEquals("content_index"u8) || reader.ValueTextEquals("summary_index"u8)) PartIndex = Index(ref reader);
            else if (reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("arguments"u8) || reader.ValueTextEquals("refusal"u8)) Whole = EventJson.Text(ref reader, data);
            else if (reader.ValueTextEquals("logprobs"u8)) Logprobs = EventJson.Value(ref reader, data, JsonTokenType.StartArray);
            else if (reader.ValueTextEquals("annotation"u8)) Annotation = EventJson.Value(ref reader, data, JsonTokenType.StartObject);
            else if (reader.ValueTextEquals("item"u8)) Item = EventJson.Value(ref reader, data, JsonTokenType.StartObject);
            else if (reader.ValueTextEquals("part"u8)) Part = EventJson.Value(ref reader, data, JsonTokenType.StartObject);
            else if (reader.ValueTextEquals("response"u8)) Response = EventJson.Value(ref reader, data, JsonTokenType.StartObject);
            else if (reader.ValueTextEquals("error"u8)) Error = EventJson.Value(ref reader, data, JsonTokenType.StartObject);
            else if (reader.ValueTextEquals("sequence_number"u8)) Sequence = Number(ref reader);
            else reader.SkipValue();
        }
        IsObject = !reader.Read();
    }

    /// <summary>Whether the payload is one object and nothing else.</summary>
    public bool IsObject { get; }

    /// <summary>The event's type; empty when there is none.</summary>
    public ReadOnlySpan<byte> Type { get; }

    /// <summary>What a delta adds.</summary>
    public ReadOnlySpan<byte> Delta { get; }

    /// <summary>What a <c>done</c> event repeats: <c>text</c>, <c>refusal</c> or <c>arguments</c>.</summary>
    public ReadOnlySpan<byte> Whole { get; }

    /// <summary>The <c>logprobs</c>, where they are an array.</summary>
    public ReadOnlySpan<byte> Logprobs { get; }

    /// <summary>The <c>item</c>.</summary>
    public ReadOnlySpan<byte> Item { get; }

    /// <summary>The <c>part</c>.</summary>
    public ReadOnlySpan<byte> Part { get; }

    /// <summary>The <c>annotation</c>.</summary>
    public ReadOnlySpan<byte> Annotation { get; }

    /// <summary>The <c>response</c>.</summary>
    public ReadOnlySpan<byte> Response { get; }

    /// <summary>The <c>error</c>, where it is an object.</summary>
    public ReadOnlySpan<byte> Error { get; }

    /// <summary>Its number; -1 when it has none.</summary>
    public long Sequence { get; } = -1;

    /// <summary>Which item it belongs to.</summary>
    public int OutputIndex { get; }

    /// <summary>Which part of the item: <c>content_index</c> or <c>summary_index</c>.</summary>
    public int PartIndex { get; }

    private static long Number(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) && number is >= 0 and < long.MaxValue) return number;
        reader.Skip();
        return -1;
    }

    private static int Index(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var index) && index >= 0) return index;
        reader.Skip();
        return 0;
    }
}
