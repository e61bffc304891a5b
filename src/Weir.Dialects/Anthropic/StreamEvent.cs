using System.Text.Json;
using System.Text.Unicode;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>The members of one event of a stream, found in one pass; those that are objects are read afterwards, when it is known what they belong to.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Index">The block's number, or -1.</param>
/// <param name="Body">The value of <c>message</c>, <c>content_block</c> or <c>delta</c>, whichever the event has; empty when it is no object.</param>
/// <param name="Usage">The value of <c>usage</c>; empty when it is no object.</param>
internal readonly record struct StreamEvent(StreamEventType Type, int Index, ByteRange Body, ByteRange Usage)
{
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="InvalidOperationException">A name holds half of a surrogate pair.</exception>
    public static bool TryRead(ReadOnlySpan<byte> data, out StreamEvent read)
    {
        read = new StreamEvent(StreamEventType.None, -1, default, default);
        if (!Utf8.IsValid(data)) return false;
        var reader = new Utf8JsonReader(data, EventJson.Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8)) read = read with { Type = TypeOf(ref reader) };
            else if (reader.ValueTextEquals("index"u8)) read = read with { Index = IndexOf(ref reader) };
            else if (reader.ValueTextEquals("usage"u8)) read = read with { Usage = ObjectOf(ref reader) };
            else if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("content_block"u8) || reader.ValueTextEquals("message"u8))
                read = read with { Body = ObjectOf(ref reader) };
            else reader.SkipValue();
        }
        return !reader.Read() && read.Type != StreamEventType.None;
    }

    private static StreamEventType TypeOf(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            if (reader.ValueTextEquals("content_block_delta"u8)) return StreamEventType.BlockDelta;
            if (reader.ValueTextEquals("content_block_start"u8)) return StreamEventType.BlockStart;
            if (reader.ValueTextEquals("content_block_stop"u8)) return StreamEventType.BlockStop;
            if (reader.ValueTextEquals("message_start"u8)) return StreamEventType.MessageStart;
            if (reader.ValueTextEquals("message_delta"u8)) return StreamEventType.MessageDelta;
            if (reader.ValueTextEquals("message_stop"u8)) return StreamEventType.MessageStop;
            if (reader.ValueTextEquals("ping"u8)) return StreamEventType.Ping;
            return reader.ValueTextEquals("error"u8) ? StreamEventType.Error : StreamEventType.Unknown;
        }
        reader.Skip();
        return StreamEventType.None;
    }

    private static int IndexOf(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var index)) return index;
        reader.Skip();
        return -1;
    }

    private static ByteRange ObjectOf(ref Utf8JsonReader reader)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        reader.Skip();
        return isObject ? new ByteRange(start, (int)reader.BytesConsumed - start) : default;
    }
}
