using Weir.Dialects.Answers;
using Weir.Dialects.Conversations;
using Weir.Gateway.Calls;
using Weir.Gateway.Translation;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Relay;

/// <summary>Relays an answer in another dialect than the client's. What the upstream gives (a stream, one object) need not be what the client is given.</summary>
internal static class TranslatedRelay
{
    /// <returns>Why there is no whole answer, or null.</returns>
    public static ValueTask<CallError?> RunAsync(Call call, Attempt attempt, bool isStream)
    {
        if (call.Record.Streamed) call.Reply.BeginStream();
        call.Reply.Describe(call.Record.Streamed && !attempt.Translation!.AsArray ? "text/event-stream; charset=utf-8" : "application/json");
        var output = new TranslatedOutput(call, attempt.Translation!);
        var facts = new FactsSink(WayTo(output, attempt.Translation!));
        return isStream ? StreamRelay.RunAsync(call, attempt, new TranslatedEvents(call, attempt, output, facts)) : ReadWholeAsync(call, attempt, output, facts);
    }

    /// <summary>What the pieces of an answer pass on their way to the client.</summary>
    private static IAnswerSink WayTo(TranslatedOutput output, CallTranslation translation) =>
        Promises.Keep(translation.Context.Conversation, translation.Marks is { } origin ? new SignatureMark(origin, output) : output);

    private static async ValueTask<CallError?> ReadWholeAsync(Call call, Attempt attempt, TranslatedOutput output, FactsSink facts)
    {
        using var whole = new WholeAnswer();
        try
        {
            if (await whole.ReadAsync(call, attempt) is { } tooLarge) return tooLarge;
            var isAnswer = attempt.Translation!.Provider.TryRead(whole.Bytes, facts);
            if (!isAnswer && output.TakeWritten()) await attempt.Watch.SendAsync(call.Reply.Output);
            if (!isAnswer) return whole.Garbled(attempt);
            output.End();
            return null;
        }
        finally
        {
            attempt.Learn(call, facts.Facts);
            // A body that was cut or makes no sense was produced all the same.
            if (whole.Length > 0 && !attempt.HasProduced) (attempt.HasProduced, attempt.ContentBytes) = (true, whole.Length);
        }
    }
}
