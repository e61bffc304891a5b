using System.Text.Json;

namespace Weir.Dialects.Prompts;

/// <summary>Finds the last turn of a request, in every client dialect: what was said since the answer before.</summary>
public static class LastTurn
{
    /// <summary>The last turn as it is written, or all of a text that stands for the turns; empty where there is neither.</summary>
    /// <param name="body">A request that is known to be JSON.</param>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isTurns = reader.ValueTextEquals("messages"u8) || reader.ValueTextEquals("input"u8) || reader.ValueTextEquals("contents"u8);
            reader.Read();
            if (!isTurns) reader.Skip();
            else if (reader.TokenType == JsonTokenType.String) return reader.ValueSpan;
            else if (reader.TokenType == JsonTokenType.StartArray) return body[LastOf(ref reader)];
            else reader.Skip();
        }
        return default;
    }

    private static Range LastOf(ref Utf8JsonReader reader)
    {
        var last = default(Range);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            last = start..(int)reader.BytesConsumed;
        }
        return last;
    }
}
