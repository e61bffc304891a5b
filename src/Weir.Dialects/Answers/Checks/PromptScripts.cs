using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Answers.Checks;

/// <summary>Counts the letters of what a request says, in any client's dialect; its keywords are not among them.</summary>
public static class PromptScripts
{
    /// <summary>Counts the texts of a request that is JSON.</summary>
    public static ScriptCounts Of(ReadOnlySpan<byte> request)
    {
        var counts = new ScriptCounts();
        try
        {
            var reader = new Utf8JsonReader(request, EventJson.Options);
            var isText = false;
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName) isText = IsText(ref reader);
                else if (reader.TokenType == JsonTokenType.String && isText) counts.Add(reader.ValueSpan);
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // A form, or half a pair of surrogates: what was counted counts.
        }
        return counts;
    }

    private static bool IsText(ref Utf8JsonReader name) =>
        name.ValueTextEquals("content"u8) || name.ValueTextEquals("text"u8) || name.ValueTextEquals("input"u8)
        || name.ValueTextEquals("system"u8) || name.ValueTextEquals("instructions"u8);
}
