using System.Buffers;
using System.Runtime.CompilerServices;
using Weir.Gateway.Calls;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Relay;

/// <summary>An answer that has to be whole in memory before it can be told in another dialect, up to a limit.</summary>
internal sealed class WholeAnswer : IDisposable
{
    private const int FirstBuffer = 8 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);

    /// <summary>How many bytes have come.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes; valid until this is disposed of.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, Length);

    /// <summary>Takes the answer in.</summary>
    /// <returns>Why it is too large, or null.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CallError?> ReadAsync(Call call, Attempt attempt)
    {
        attempt.Watch.Enter(AttemptPhase.Body);
        var limit = call.Model.Limits.TranslatedAnswer;
        await using var from = attempt.Response!.Content.ReadAsStream(attempt.Watch.Token);
        while (true)
        {
            var read = await from.ReadAsync(_buffer.AsMemory(Length), attempt.Watch.Token);
            if (read == 0) return null;
            attempt.Watch.Enter(AttemptPhase.Body);
            Length += read;
            if (Length == _buffer.Length && !StreamRelay.TryGrow(ref _buffer, (int)limit))
                return Garbled(attempt, $"an answer of over {limit:N0} bytes, too many to translate (limits.translated_answer)");
        }
    }

    /// <summary>An answer that makes no sense.</summary>
    public CallError Garbled(Attempt attempt) => Garbled(attempt, Length == 0 ? "an empty body" : "its body is not an answer in its dialect");

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private static CallError Garbled(Attempt attempt, string why) => UpstreamErrors.Garbled(attempt.Deployment.Provider.Name, attempt.Watch.PhaseName, why);
}
