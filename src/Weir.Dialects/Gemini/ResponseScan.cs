using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>
/// The members of a <c>GenerateContentResponse</c>, found before any is looked into: what comes first in an answer (the model)
/// stands last in it, and an event that is broken further on must not be given in part.
/// </summary>
internal readonly ref struct ResponseScan
{
    /// <summary>The raw list of candidates, or empty.</summary>
    public ReadOnlySpan<byte> Candidates { get; private init; }

    /// <summary>The raw usage, or empty.</summary>
    public ReadOnlySpan<byte> Usage { get; private init; }

    /// <summary>The raw feedback on the prompt, or empty.</summary>
    public ReadOnlySpan<byte> Feedback { get; private init; }

    /// <summary>Whether an error is reported.</summary>
    public bool IsError { get; private init; }

    /// <summary>The inside of the string that names the model, or empty.</summary>
    public ReadOnlySpan<byte> Model { get; private init; }

    /// <summary>The inside of the string that identifies the answer, or empty.</summary>
    public ReadOnlySpan<byte> Id { get; private init; }

    /// <summary>Whether this is something of an answer.</summary>
    public bool IsAnswer => !Candidates.IsEmpty || !Usage.IsEmpty || !Feedback.IsEmpty;

    /// <summary>Finds the members.</summary>
    /// <returns>False when the text is no JSON object and nothing else.</returns>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static bool TryRead(ReadOnlySpan<byte> json, out ResponseScan scan)
    {
        scan = default;
        var reader = new Utf8JsonReader(json, EventJson.Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        ReadOnlySpan<byte> candidates = default, usage = default, feedback = default, model = default, id = default;
        var isError = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("candidates"u8)) candidates = EventJson.Value(ref reader, json, JsonTokenType.StartArray);
            else if (reader.ValueTextEquals("usageMetadata"u8)) usage = EventJson.Value(ref reader, json, JsonTokenType.StartObject);
            else if (reader.ValueTextEquals("promptFeedback"u8)) feedback = EventJson.Value(ref reader, json, JsonTokenType.StartObject);
            else if (reader.ValueTextEquals("modelVersion"u8)) model = EventJson.Text(ref reader, json);
            else if (reader.ValueTextEquals("responseId"u8)) id = EventJson.Text(ref reader, json);
            else if (reader.ValueTextEquals("error"u8)) isError |= !EventJson.Value(ref reader, json, JsonTokenType.StartObject).IsEmpty;
            else reader.SkipValue();
        }
        scan = new ResponseScan { Candidates = candidates, Usage = usage, Feedback = feedback, IsError = isError, Model = model, Id = id };
        return !reader.Read();
    }
}
