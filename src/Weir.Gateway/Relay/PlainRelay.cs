using System.Buffers;
using System.Runtime.CompilerServices;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Responses;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Relay;

/// <summary>
/// Relays an answer that is one JSON object. A small one is taken in whole first, so that a broken one can still become a
/// clean error; a large one flows through a buffer of fixed size.
/// </summary>
internal static class PlainRelay
{
    private const int FirstBuffer = 4 * 1024;
    private const int LargestBuffer = 64 * 1024;

    /// <summary>Kept back of a large answer while it flows: the end of a JSON text is never more than a bracket and a line end.</summary>
    private const int HeldBack = 1024;

    /// <returns>Why there is no whole answer, or null.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<CallError?> RunAsync(Call call, Attempt attempt)
    {
        var answers = PlainAnswer.Pool(attempt.Api);
        var answer = answers.Get();
        if (attempt.Response!.Content.Headers.ContentLength is { } length) call.Reply.Announce(length);
        attempt.Watch.Enter(AttemptPhase.Body);
        await using var from = attempt.Response.Content.ReadAsStream(attempt.Watch.Token);
        byte[]? buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            var filled = 0;
            var first = default(byte);
            // An answer that is kept has to be whole in memory once.
            var largest = ResponseKeeper.Keeps(call) ? (int)call.Model.Limits.TranslatedAnswer : LargestBuffer;
            while (true)
            {
                var read = await from.ReadAsync(buffer.AsMemory(filled), attempt.Watch.Token);
                if (read == 0) break;
                attempt.Watch.Enter(AttemptPhase.Body);
                answer.Feed(buffer.AsSpan(filled, read));
                if (first == default) first = FirstOf(buffer.AsSpan(filled, read));
                filled += read;
                if (filled < buffer.Length) continue;
                if (buffer.Length < largest) buffer = Larger(buffer, largest);
                else filled = await PassOnAsync(call, buffer);
            }
            // What is relayed may be a list, or nothing: then HTTP's own framing has to do.
            var isByFraming = call.Endpoint.Operation == Operation.Relay && first != '{';
            if (!answer.IsWhole && !isByFraming) return NotWhole(attempt, filled);
            call.Record.FirstByteMicros ??= call.ElapsedMicros;
            call.Reply.Hold(buffer, filled);
            buffer = null;
            return null;
        }
        finally
        {
            answer.Report(call, attempt);
            if (buffer is not null) ArrayPool<byte>.Shared.Return(buffer);
            answers.Return(answer);
        }
    }

    /// <summary>Sends all but the last bytes of a full buffer, which move to its front.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<int> PassOnAsync(Call call, byte[] buffer)
    {
        call.Record.FirstByteMicros ??= call.ElapsedMicros;
        call.Reply.Output.Write(buffer.AsSpan(0, buffer.Length - HeldBack));
        await call.Attempt!.Watch.SendAsync(call.Reply.Output);
        buffer.AsSpan(buffer.Length - HeldBack).CopyTo(buffer);
        return HeldBack;
    }

    /// <summary>The byte that a JSON text begins with, or 0 when there is only space.</summary>
    private static byte FirstOf(ReadOnlySpan<byte> piece) => piece.TrimStart(" \t\r\n"u8) is { IsEmpty: false } json ? json[0] : default;

    private static CallError NotWhole(Attempt attempt, int filled)
    {
        var provider = attempt.Deployment.Provider.Name;
        return filled == 0
            ? CallErrors.UpstreamGarbled(provider, attempt.Watch.PhaseName, "an empty body")
            : CallErrors.UpstreamGarbled(provider, attempt.Watch.PhaseName, "its body is not one whole JSON object");
    }

    private static byte[] Larger(byte[] buffer, int largest)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(largest, 4L * buffer.Length));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
