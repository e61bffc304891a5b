namespace Weir.Gateway.Coalescing;

/// <summary>A follower's place in a shared answer. Used by one call; disposing of it leaves.</summary>
internal sealed class SharedReader(SharedAnswer answer, SharedChunk first) : IDisposable
{
    private readonly CancellationTokenSource _tooSlow = new();
    private SharedChunk _at = first;

    public SharedAnswer Answer { get; } = answer;

    /// <summary>Bytes read.</summary>
    public long Position { get; private set; }

    /// <summary>Cancelled when the reader is so far behind that what it has not read is not kept for it any longer.</summary>
    public CancellationToken TooSlow => _tooSlow.Token;

    /// <summary>Waits for more.</summary>
    /// <returns>Null at the answer's end.</returns>
    public async ValueTask<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // Asked first: what was added before the end is seen after it.
            var hasEnded = Answer.End is not null;
            if (_at.Next is { } next)
            {
                _at = next;
                Position += next.Bytes.Length;
                return next.Bytes;
            }
            if (hasEnded) return null;
            await Answer.MoreThanAsync(_at).WaitAsync(cancellationToken);
        }
    }

    /// <summary>Stops waiting for the reader.</summary>
    public void Drop()
    {
        try
        {
            _tooSlow.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has read the rest in the same instant.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Answer.Leave(this);
        _tooSlow.Dispose();
    }
}
