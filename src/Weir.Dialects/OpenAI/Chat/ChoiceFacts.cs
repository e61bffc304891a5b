using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>What one element of <c>choices</c> says, whatever the order in which it says it.</summary>
internal ref struct ChoiceFacts
{
    /// <summary>Which choice it is.</summary>
    public int Index;

    /// <summary>Stands on the <c>delta</c> or <c>message</c>; a default value when there is none.</summary>
    public Utf8JsonReader Delta;

    /// <summary>Stands on <c>logprobs</c>; a default value when there are none.</summary>
    public Utf8JsonReader Logprobs;

    /// <summary>Whether the choice has stopped.</summary>
    public bool IsStop;

    /// <summary>Why it stopped.</summary>
    public StopReason Reason;

    /// <summary>The server's word for that.</summary>
    public string? Word;

    /// <summary>The stop sequence that was met, which vLLM gives as <c>stop_reason</c>; or empty.</summary>
    public ReadOnlySpan<byte> StopSequence;

    /// <summary>Reads the object that a reader stands on, and leaves the reader on its end.</summary>
    public static ChoiceFacts Read(ref Utf8JsonReader reader)
    {
        var facts = default(ChoiceFacts);
        Utf8JsonReader delta = default, message = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("delta"u8)) delta = reader.Value();
            else if (reader.ValueTextEquals("message"u8)) message = reader.Value();
            else if (reader.ValueTextEquals("logprobs"u8)) facts.Logprobs = reader.Value();
            else if (reader.ValueTextEquals("index"u8))
            {
                var value = reader.Value();
                if (value.TokenType != JsonTokenType.Number || !value.TryGetInt32(out facts.Index)) facts.Index = -1;
            }
            else if (reader.ValueTextEquals("finish_reason"u8)) facts.ReadReason(ref reader);
            else if (reader.ValueTextEquals("stop_reason"u8)) facts.StopSequence = reader.Inside();
            else reader.SkipValue();
        }
        // Perplexity says beside every delta again what has been said so far.
        facts.Delta = delta.TokenType == JsonTokenType.StartObject ? delta : message;
        if (facts is { Reason: StopReason.EndTurn, StopSequence.IsEmpty: false }) facts.Reason = StopReason.StopSequence;
        return facts;
    }

    private void ReadReason(ref Utf8JsonReader reader)
    {
        var value = reader.Value();
        // Some servers write an empty string where nothing has stopped yet.
        if (value.TokenType != JsonTokenType.String || value.ValueSpan.IsEmpty) return;
        (Reason, Word) = FinishReasons.Read(ref value);
        IsStop = true;
    }
}
