using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Answers;

/// <summary>Reads when an answer says that it was made: <c>created</c> of chunks, <c>created_at</c> of responses.</summary>
public static class AnswerDate
{
    private const int Deepest = 2;

    /// <summary>Reads an event.</summary>
    /// <param name="data">Its payload.</param>
    /// <returns>Seconds since the Unix epoch, or null when it does not say.</returns>
    public static long? Read(ReadOnlySpan<byte> data)
    {
        try
        {
            var reader = new Utf8JsonReader(data, EventJson.Options);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth > Deepest) continue;
                if (!reader.ValueTextEquals("created"u8) && !reader.ValueTextEquals("created_at"u8)) continue;
                return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var seconds) ? seconds : null;
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // An event that is none says nothing.
        }
        return null;
    }
}
