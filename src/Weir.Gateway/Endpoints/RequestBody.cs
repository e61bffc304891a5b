using System.Buffers;

namespace Weir.Gateway.Endpoints;

/// <summary>A request's bytes in one rented buffer, which grows with what has arrived and never with what was announced.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstSize = 2048;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _length;

    /// <summary>The bytes; valid until the body is disposed of.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    public void Append(in ReadOnlySequence<byte> more)
    {
        var needed = checked(_length + (int)more.Length);
        if (needed > _buffer.Length) Grow(needed);
        more.CopyTo(_buffer.AsSpan(_length));
        _length = needed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _buffer.Length)));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
