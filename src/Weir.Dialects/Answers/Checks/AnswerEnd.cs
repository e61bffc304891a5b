namespace Weir.Dialects.Answers.Checks;

/// <summary>
/// Judges an answer by what everybody who passes it on knows of it at its end: how much it said, and why it stopped. This costs
/// nothing as long as nothing is suspicious.
/// </summary>
public static class AnswerEnd
{
    /// <summary>Looks whether an answer is empty, cut off or another model's.</summary>
    /// <param name="checks">What to look for; the others are passed over.</param>
    /// <param name="facts">What is known of the answer.</param>
    /// <param name="asked">The model that was asked for, as the provider names it, or the pattern that its answers' names fit.</param>
    /// <param name="request">The client's request, in any dialect.</param>
    /// <param name="answer">The whole answer where it is one JSON object; else nothing.</param>
    public static AnswerFault? Judge(AnswerCheck checks, in AnswerFacts facts, string asked, ReadOnlySpan<byte> request, ReadOnlySpan<byte> answer)
    {
        var saysNothing = facts.ContentBytes == 0 && !facts.HasMore;
        if (checks.HasFlag(AnswerCheck.Empty) && saysNothing && HasGoneWrong(facts.FinishReason, request, answer)) return new AnswerFault(AnswerCheck.Empty, "it is empty");
        if (checks.HasFlag(AnswerCheck.Truncated) && !saysNothing && !answer.IsEmpty && facts.FinishReason is null)
            return new AnswerFault(AnswerCheck.Truncated, "it does not say why it ended");
        return checks.HasFlag(AnswerCheck.Model) && facts.Model is { } model && !ModelNames.MayBe(asked, model)
            ? new AnswerFault(AnswerCheck.Model, "it is from another model than was asked")
            : null;
    }

    /// <summary>
    /// Whether an answer may not be empty. It may where its end says why (a limit, a filter), where the client's own stop sequence
    /// may have come first, and after the result of a tool, of which there may be nothing left to say (Anthropic, "Handling stop
    /// reasons", empty responses with end_turn).
    /// </summary>
    private static bool HasGoneWrong(string? finishReason, ReadOnlySpan<byte> request, ReadOnlySpan<byte> answer) => finishReason switch
    {
        "stop" or "end_turn" or "STOP" or "completed" or "eos" => !MayStopAtOnce(request),
        // A prompt that Gemini blocks gets an answer without a candidate, and so without an end.
        null => !answer.IsEmpty && answer.IndexOf("\"blockReason\""u8) < 0,
        _ => false,
    };

    private static bool MayStopAtOnce(ReadOnlySpan<byte> request) =>
        request.IndexOf("\"stop\""u8) >= 0 || request.IndexOf("\"stop_sequences\""u8) >= 0 || request.IndexOf("\"stopSequences\""u8) >= 0
        || request.IndexOf("\"tool\""u8) >= 0 || request.IndexOf("\"tool_result\""u8) >= 0 || request.IndexOf("_call_output\""u8) >= 0
        || request.IndexOf("\"functionResponse\""u8) >= 0 || request.IndexOf("\"function_response\""u8) >= 0;
}
