using System.Buffers;
using System.Runtime.CompilerServices;
using Weir.Gateway.Calls;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Relay;

/// <summary>Relays an answer whose bytes mean nothing to Weir: speech, pictures, captions. HTTP's own framing tells whether it is whole.</summary>
internal sealed class OpaqueRelay : IAnswerRelay
{
    private const int BufferSize = 32 * 1024;

    private readonly Attempt _attempt;
    private byte[]? _held = ArrayPool<byte>.Shared.Rent(BufferSize);
    private byte[] _next = ArrayPool<byte>.Shared.Rent(BufferSize);

    public OpaqueRelay(Call call, Attempt attempt)
    {
        _attempt = attempt;
        attempt.Draft = new Draft(call, attempt) { Announced = attempt.Response!.Content.Headers.ContentLength };
    }

    /// <summary>Nothing could be learnt from the beginning.</summary>
    public ValueTask<CallError?> TakeInAsync() => default;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CallError?> PassOnAsync()
    {
        _attempt.Draft!.Commit();
        _attempt.Watch.Enter(AttemptPhase.Body);
        await using var from = _attempt.Response!.Content.ReadAsStream(_attempt.Watch.Token);
        // One piece behind: the last one waits for the ledger.
        var filled = 0;
        while (true)
        {
            var read = await from.ReadAsync(_next, _attempt.Watch.Token);
            if (read == 0) break;
            _attempt.Watch.Enter(AttemptPhase.Body);
            _attempt.HasProduced = true;
            if (filled > 0)
            {
                _attempt.Draft.Write(_held.AsSpan(0, filled));
                await _attempt.Draft.FlushAsync();
            }
            (_held, _next, filled) = (_next, _held!, read);
        }
        _attempt.Draft.Hold(_held!, filled);
        _held = null;
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_held is not null) ArrayPool<byte>.Shared.Return(_held);
        ArrayPool<byte>.Shared.Return(_next);
    }
}
