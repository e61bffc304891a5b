using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>The members of a message, a content block or a delta of a stream: whatever of them is there. Spans are the inside of JSON strings.</summary>
internal ref struct StreamBody
{
    public ReadOnlySpan<byte> Type { get; private set; }

    public ReadOnlySpan<byte> Id { get; private set; }

    /// <summary>The tool's name, or the model's.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary><c>text</c>, <c>thinking</c>, <c>partial_json</c> or <c>data</c>.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    public ReadOnlySpan<byte> Signature { get; private set; }

    /// <summary>The raw <c>input</c> of a call, or empty when it has no members.</summary>
    public ReadOnlySpan<byte> Input { get; private set; }

    /// <summary>The raw <c>citation</c> of a delta, or empty.</summary>
    public ReadOnlySpan<byte> Citation { get; private set; }

    public ReadOnlySpan<byte> StopReason { get; private set; }

    public ReadOnlySpan<byte> StopSequence { get; private set; }

    /// <summary>Reads an object.</summary>
    /// <param name="data">The object, or nothing.</param>
    /// <param name="usage">Takes the usage of a message.</param>
    public static StreamBody Read(ReadOnlySpan<byte> data, ref UsageCounts usage)
    {
        var body = default(StreamBody);
        var reader = new Utf8JsonReader(data, EventJson.Options);
        if (data.IsEmpty || !reader.Read()) return body;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8)) body.Type = EventJson.Text(ref reader, data);
            else if (reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("partial_json"u8)
                || reader.ValueTextEquals("thinking"u8) || reader.ValueTextEquals("data"u8)) body.Text = EventJson.Text(ref reader, data);
            else if (reader.ValueTextEquals("signature"u8)) body.Signature = EventJson.Text(ref reader, data);
            else if (reader.ValueTextEquals("id"u8)) body.Id = EventJson.Text(ref reader, data);
            else if (reader.ValueTextEquals("name"u8) || reader.ValueTextEquals("model"u8)) body.Name = EventJson.Text(ref reader, data);
            else if (reader.ValueTextEquals("stop_reason"u8)) body.StopReason = EventJson.Text(ref reader, data);
            else if (reader.ValueTextEquals("stop_sequence"u8)) body.StopSequence = EventJson.Text(ref reader, data);
            else if (reader.ValueTextEquals("input"u8)) body.Input = Object(ref reader, data);
            else if (reader.ValueTextEquals("citation"u8)) body.Citation = Object(ref reader, data);
            else if (reader.ValueTextEquals("usage"u8))
            {
                reader.Read();
                usage.TryTake(ref reader);
            }
            else reader.SkipValue();
        }
        return body;
    }

    private static ReadOnlySpan<byte> Object(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return default;
        }
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject) return default;
        while (reader.TokenType == JsonTokenType.PropertyName)
        {
            reader.Skip();
            reader.Read();
        }
        return data[start..(int)reader.BytesConsumed];
    }
}
