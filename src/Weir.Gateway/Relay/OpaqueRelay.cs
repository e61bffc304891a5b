using System.Buffers;
using System.Runtime.CompilerServices;
using Weir.Gateway.Calls;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Relay;

/// <summary>Relays an answer whose bytes mean nothing to Weir: speech, pictures, captions. HTTP's own framing tells whether it is whole.</summary>
internal static class OpaqueRelay
{
    private const int BufferSize = 32 * 1024;

    /// <returns>Why there is no whole answer, or null.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<CallError?> RunAsync(Call call, Attempt attempt)
    {
        if (attempt.Response!.Content.Headers.ContentLength is { } length) call.Reply.Announce(length);
        attempt.Watch.Enter(AttemptPhase.Body);
        await using var from = attempt.Response.Content.ReadAsStream(attempt.Watch.Token);
        byte[]? held = ArrayPool<byte>.Shared.Rent(BufferSize);
        byte[]? next = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            // One piece behind: the last one waits for the ledger.
            var filled = 0;
            while (true)
            {
                var read = await from.ReadAsync(next, attempt.Watch.Token);
                if (read == 0) break;
                attempt.Watch.Enter(AttemptPhase.Body);
                call.Record.FirstByteMicros ??= call.ElapsedMicros;
                attempt.HasProduced = true;
                if (filled > 0)
                {
                    call.Reply.Output.Write(held.AsSpan(0, filled));
                    await attempt.Watch.SendAsync(call.Reply.Output);
                }
                (held, next, filled) = (next, held, read);
            }
            call.Reply.Hold(held, filled);
            held = null;
            return null;
        }
        finally
        {
            if (held is not null) ArrayPool<byte>.Shared.Return(held);
            ArrayPool<byte>.Shared.Return(next);
        }
    }
}
