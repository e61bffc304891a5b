using System.Buffers;
using System.Runtime.CompilerServices;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Model;
using Weir.Gateway.Responses;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Relay;

/// <summary>
/// Relays an answer that is one JSON object. A small one is taken in whole first, so that a broken one can still become a
/// clean error; a large one flows through a buffer of fixed size.
/// </summary>
internal sealed class PlainRelay : IAnswerRelay
{
    private const int FirstBuffer = 4 * 1024;
    private const int LargestBuffer = 64 * 1024;

    /// <summary>Kept back of a large answer while it flows: the end of a JSON text is never more than a bracket and a line end.</summary>
    private const int HeldBack = 1024;

    private readonly Call _call;
    private readonly Attempt _attempt;
    private readonly PlainAnswer _answer;
    private readonly int _largest;
    private Stream? _from;
    private byte[]? _buffer;
    private int _filled;

    public PlainRelay(Call call, Attempt attempt)
    {
        (_call, _attempt) = (call, attempt);
        _answer = PlainAnswer.Pool(attempt.Api).Get();
        attempt.Draft = new Draft(call, attempt) { Announced = attempt.Response!.Content.Headers.ContentLength };
        // An answer that is kept, or must not be passed on before it is known whole, has to be whole in memory once.
        var isWhole = ResponseKeeper.Keeps(call) || call.Route?.Commit == CommitPoint.Full;
        _largest = isWhole ? (int)call.Model.Limits.TranslatedAnswer : LargestBuffer;
    }

    /// <inheritdoc/>
    public bool IsWhole { get; private set; }

    /// <inheritdoc/>
    public ValueTask<CallError?> TakeInAsync() => ReadAsync();

    /// <inheritdoc/>
    public ValueTask<CallError?> PassOnAsync()
    {
        _attempt.Draft!.Commit();
        return IsWhole ? default : ReadAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer is not null) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        PlainAnswer.Pool(_attempt.Api).Return(_answer);
    }

    /// <summary>Reads to the end, or until the buffer cannot hold more and nothing may be passed on yet.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CallError?> ReadAsync()
    {
        _attempt.Watch.Enter(AttemptPhase.Body);
        // Closed with the response that it belongs to.
        _from ??= _attempt.Response!.Content.ReadAsStream(_attempt.Watch.Token);
        _buffer ??= ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            while (true)
            {
                if (_filled == _buffer.Length)
                {
                    if (_buffer.Length < _largest) _buffer = Larger(_buffer, _largest);
                    else if (_attempt.Draft!.IsCommitted) await PassOnFullAsync();
                    else return null;
                }
                var read = await _from.ReadAsync(_buffer.AsMemory(_filled), _attempt.Watch.Token);
                if (read == 0) break;
                _attempt.Watch.Enter(AttemptPhase.Body);
                Take(_buffer.AsSpan(_filled, read));
            }
            return Conclude();
        }
        finally
        {
            _answer.Report(_attempt);
        }
    }

    private void Take(ReadOnlySpan<byte> piece)
    {
        _answer.Feed(piece);
        _filled += piece.Length;
    }

    /// <summary>Sends all but the last bytes of a full buffer, which move to its front.</summary>
    private ValueTask PassOnFullAsync()
    {
        var passed = _buffer!.Length - HeldBack;
        _attempt.Draft!.Write(_buffer.AsSpan(0, passed));
        _buffer.AsSpan(passed).CopyTo(_buffer);
        _filled = HeldBack;
        return _attempt.Draft!.FlushAsync();
    }

    private CallError? Conclude()
    {
        // What is relayed may be a list, or nothing: then HTTP's own framing has to do.
        var isByFraming = _call.Endpoint.Operation == Operation.Relay && _answer.First != '{';
        if (!_answer.IsWhole && !isByFraming) return NotWhole();
        _attempt.Draft!.Hold(_buffer!, _filled);
        _buffer = null;
        IsWhole = true;
        return null;
    }

    private CallError NotWhole()
    {
        var provider = _attempt.Deployment.Provider.Name;
        return _filled == 0
            ? UpstreamErrors.Garbled(provider, _attempt.Watch.PhaseName, "an empty body")
            : UpstreamErrors.Garbled(provider, _attempt.Watch.PhaseName, "its body is not one whole JSON object");
    }

    private static byte[] Larger(byte[] buffer, int largest)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(largest, 4L * buffer.Length));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
