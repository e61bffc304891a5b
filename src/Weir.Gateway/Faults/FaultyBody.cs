using Weir.Gateway.Upstream;

namespace Weir.Gateway.Faults;

/// <summary>A provider's body on its way through a fault: it comes piece by piece, and at the pieces that the fault is about something happens.</summary>
internal sealed class FaultyBody : IncomingStream
{
    private const int FirstBuffer = 4 * 1024;

    /// <summary>What comes without the end of an event in as many bytes passes as it is: the relay has a limit of its own.</summary>
    private const int LargestPiece = 4 << 20;

    private readonly FaultModel _fault;
    private readonly Stream _from;
    private readonly BodyPieces _pieces;
    private readonly TimeProvider _time;
    private readonly int _after;
    private byte[] _buffer = new byte[FirstBuffer];
    private int _start;   // of what has come and was not passed on
    private int _filled;  // end of it
    private int _ready;   // of it, how much may be passed on
    private int _passed;  // pieces
    private bool _ended;

    /// <param name="fault">Of a kind that is on the body.</param>
    /// <param name="from">The provider's body.</param>
    /// <param name="pieces">Where it can be broken.</param>
    /// <param name="time">Times waits.</param>
    public FaultyBody(FaultModel fault, Stream from, BodyPieces pieces, TimeProvider time)
    {
        (_fault, _from, _pieces, _time) = (fault, from, pieces, time);
        // A body without events is broken off in its middle, and malformed from its beginning.
        _after = pieces.AreEvents ? fault.After : fault.Kind == FaultKind.MalformedEvent ? 0 : 1;
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ready == 0 && !await NextAsync(cancellationToken)) return 0;
        var count = Math.Min(buffer.Length, _ready);
        _buffer.AsMemory(_start, count).CopyTo(buffer);
        _start += count;
        _ready -= count;
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _from.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Makes the next piece ready.</summary>
    /// <returns>False at the end of the body.</returns>
    private async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        int length;
        while ((length = _filled > _start ? _pieces.LengthOf(_buffer.AsSpan(_start, _filled - _start), _passed) : 0) == 0)
        {
            if (_ended || _filled - _start >= LargestPiece || !await TakeInAsync(cancellationToken))
            {
                length = _filled - _start;
                break;
            }
        }
        if (length == 0) return false;
        await MeetAsync(_buffer.AsMemory(_start, length), cancellationToken);
        _passed++;
        _ready = length;
        return true;
    }

    private async ValueTask<bool> TakeInAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _filled - _start).CopyTo(_buffer);
        (_start, _filled) = (0, _filled - _start);
        if (_filled == _buffer.Length) Array.Resize(ref _buffer, 2 * _buffer.Length);
        var read = await _from.ReadAsync(_buffer.AsMemory(_filled), cancellationToken);
        _filled += read;
        _ended = read == 0;
        return !_ended;
    }

    /// <summary>What happens to a piece before it is passed on.</summary>
    private async ValueTask MeetAsync(Memory<byte> piece, CancellationToken cancellationToken)
    {
        switch (_fault.Kind)
        {
            case FaultKind.SlowFirstToken when _passed == 0:
            case FaultKind.SlowTokens when _passed > 0:
            case FaultKind.Stall when _passed == _after:
                await Task.Delay(_fault.Wait, _time, cancellationToken);
                break;
            case FaultKind.Cut when _passed == _after:
                throw new IOException("cut by a fault");
            case FaultKind.MalformedEvent when _passed == _after:
                Spoil(piece.Span);
                break;
        }
    }

    /// <summary>Makes an event invalid and leaves its length: JSON loses its bracket, a binary message its checksum.</summary>
    private static void Spoil(Span<byte> piece)
    {
        var bracket = piece.IndexOfAny((byte)'{', (byte)'[');
        if (bracket >= 0) piece[bracket] = (byte)'%';
        piece[^1] = piece[^1] is (byte)'\n' or (byte)'\r' ? piece[^1] : (byte)~piece[^1];
    }
}
