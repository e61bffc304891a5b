using System.Buffers;
using Weir.Dialects.Answers;
using Weir.Dialects.Conversations;
using Weir.Gateway.Calls;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Relay;

/// <summary>Relays an answer in another dialect than the client's. What the upstream gives (a stream, one object) need not be what the client is given.</summary>
internal static class TranslatedRelay
{
    private const int FirstBuffer = 8 * 1024;

    /// <returns>Why there is no whole answer, or null.</returns>
    public static ValueTask<CallError?> RunAsync(Call call, Attempt attempt, bool isStream)
    {
        if (call.Record.Streamed) call.Reply.BeginStream();
        call.Reply.Describe(call.Record.Streamed && !attempt.Translation!.AsArray ? "text/event-stream; charset=utf-8" : "application/json");
        var output = new TranslatedOutput(call, attempt.Translation!);
        var facts = new FactsSink(attempt.Translation!.Marks is { } origin ? new SignatureMark(origin, output.Intake) : output.Intake);
        return isStream ? StreamRelay.RunAsync(call, attempt, new TranslatedEvents(call, attempt, output, facts)) : ReadWholeAsync(call, attempt, output, facts);
    }

    private static async ValueTask<CallError?> ReadWholeAsync(Call call, Attempt attempt, TranslatedOutput output, FactsSink facts)
    {
        attempt.Watch.Enter(AttemptPhase.Body);
        await using var from = attempt.Response!.Content.ReadAsStream(attempt.Watch.Token);
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        var filled = 0;
        try
        {
            while (true)
            {
                var read = await from.ReadAsync(buffer.AsMemory(filled), attempt.Watch.Token);
                if (read == 0) break;
                attempt.Watch.Enter(AttemptPhase.Body);
                filled += read;
                if (filled == buffer.Length && !StreamRelay.TryGrow(ref buffer, (int)call.Model.Limits.TranslatedAnswer)) return Garbled(attempt, $"an answer of over {call.Model.Limits.TranslatedAnswer:N0} bytes, too many to translate (limits.translated_answer)");
            }
            var isAnswer = attempt.Translation!.Provider.TryRead(buffer.AsMemory(0, filled), facts);
            if (!isAnswer && output.TakeWritten()) await attempt.Watch.SendAsync(call.Reply.Output);
            if (!isAnswer) return Garbled(attempt, filled == 0 ? "an empty body" : "its body is not an answer in its dialect");
            output.End();
            return null;
        }
        finally
        {
            attempt.Learn(call, facts.Facts);
            // A body that was cut or makes no sense was produced all the same.
            if (filled > 0 && !attempt.HasProduced) (attempt.HasProduced, attempt.ContentBytes) = (true, filled);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static CallError Garbled(Attempt attempt, string why) => CallErrors.UpstreamGarbled(attempt.Deployment.Provider.Name, attempt.Watch.PhaseName, why);
}
