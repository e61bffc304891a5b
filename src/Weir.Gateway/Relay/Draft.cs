using System.Buffers;
using System.Runtime.CompilerServices;
using Weir.Dialects.Errors;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Model;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Relay;

/// <summary>
/// What an attempt has for the client: kept back as long as another attempt may take over, and passed straight on once the
/// attempt is committed to.
/// </summary>
internal sealed class Draft(Call call, Attempt attempt) : IBufferWriter<byte>, IDisposable
{
    private const int FirstBuffer = 1024;

    /// <summary>Without content: more is no beginning of an answer any more.</summary>
    private const int LongestBeginning = 64 * 1024;

    /// <summary>Proxies on the way give up on a stream that says nothing for a minute; what an upstream sends to keep it alive has to get through before.</summary>
    private static readonly TimeSpan LongestProbe = TimeSpan.FromSeconds(15);

    /// <summary>The same where another attempt may be faster: signs of life alone must not win against an answer.</summary>
    private static readonly TimeSpan LongestContest = TimeSpan.FromSeconds(45);

    private readonly CommitPoint _commit = CommitPointOf(call, attempt);
    private byte[]? _held;
    private int _filled;
    private byte[]? _ending;
    private int _endingLength;
    private bool _written;
    private long _sequence;

    /// <summary>Whether the client is sent this.</summary>
    public bool IsCommitted { get; private set; }

    /// <summary>Whether enough has come to be passed on, and nothing more is to be taken before it is.</summary>
    public bool IsDue => !IsCommitted && _commit switch
    {
        CommitPoint.Immediate => true,
        CommitPoint.Probe => attempt.Record.FirstTokenMicros is not null || Length > MostProbed || attempt.Watch.Elapsed > (attempt.IsContested ? LongestContest : LongestProbe),
        _ => Length > call.Model.Limits.TranslatedAnswer,
    };

    /// <summary>Bytes written so far, sent or not; the end does not count.</summary>
    public long Length { get; private set; }

    /// <summary>Whether the answer is a stream of events.</summary>
    public bool IsStream { get; init; }

    /// <summary>What the body is, where it is not the upstream's own; or null.</summary>
    public string? ContentType { get; init; }

    /// <summary>How long the whole body is going to be, or null where nobody knows.</summary>
    public long? Announced { get; set; }

    /// <summary>Whether the numbers in the answer are Weir's own estimate.</summary>
    public bool IsEstimated { get; set; }

    /// <summary>Writes an error into a stream that is no stream of events; null for those that are.</summary>
    public Action<ClientError>? WriteStreamError { get; set; }

    /// <summary>The number of the next event, for dialects that number them.</summary>
    public long Sequence
    {
        get => _sequence;
        set
        {
            _sequence = value;
            if (IsCommitted) call.Reply.Sequence = value;
        }
    }

    /// <summary>The answer's end, which is held back until the call is settled; empty once it was handed over.</summary>
    public ReadOnlyMemory<byte> Ending => _ending.AsMemory(0, _endingLength);

    /// <summary>Keeps bytes back as the answer's end.</summary>
    public void Hold(ReadOnlySpan<byte> ending)
    {
        var rented = ArrayPool<byte>.Shared.Rent(ending.Length);
        ending.CopyTo(rented);
        Hold(rented, ending.Length);
    }

    /// <summary>Keeps the beginning of a rented buffer back as the answer's end, and takes the buffer over. Called once.</summary>
    public void Hold(byte[] rented, int length)
    {
        (_ending, _endingLength) = (rented, length);
        if (IsCommitted) HandOver();
    }

    /// <summary>Makes this what the client is sent: status, headers, and what was kept back.</summary>
    public void Commit()
    {
        if (IsCommitted) return;
        attempt.Watch.Keep();
        IsCommitted = true;
        call.Rescue ??= attempt.Rescue;
        // Where an attempt goes on with another's answer the client knows all this.
        if (!call.Reply.HasBegun) BeginReply();
        call.Reply.WriteStreamError = WriteStreamError;
        if (_filled > 0) PassOnHeld();
        if (attempt.Record.FirstTokenMicros is not null) call.Record.FirstTokenMicros ??= call.ElapsedMicros;
        if (_ending is not null) HandOver();
    }

    /// <summary>Notes that the answer's first content has come.</summary>
    public void BeginContent()
    {
        attempt.Record.FirstTokenMicros = call.ElapsedMicros;
        attempt.HasContent = true;
        if (!IsCommitted) return;
        call.Record.FirstTokenMicros ??= attempt.Record.FirstTokenMicros;
        call.Record.FirstByteMicros ??= call.Record.FirstTokenMicros;
    }

    /// <summary>Sends what was written, if anything was since the last time and the client is sent this.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask FlushAsync()
    {
        if (!_written) return;
        _written = false;
        await attempt.Watch.SendAsync(call.Reply.Output);
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        Length += count;
        if (!IsCommitted)
        {
            _filled += count;
            return;
        }
        call.Record.FirstByteMicros ??= call.ElapsedMicros;
        _written = true;
        call.Reply.Output.Advance(count);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0) => IsCommitted ? call.Reply.Output.GetMemory(sizeHint) : Room(sizeHint);

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => IsCommitted ? call.Reply.Output.GetSpan(sizeHint) : Room(sizeHint).Span;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_held is not null) ArrayPool<byte>.Shared.Return(_held);
        if (_ending is not null) ArrayPool<byte>.Shared.Return(_ending);
        (_held, _ending) = (null, null);
    }

    /// <summary>
    /// A response in the background has to be heard of at once. Between two attempts it is the first content that decides, since
    /// headers say nothing of when the answer comes.
    /// </summary>
    private static CommitPoint CommitPointOf(Call call, Attempt attempt)
    {
        if (attempt.IsBackground || call.Rescue is { IsUnderWay: true }) return CommitPoint.Immediate;
        var configured = call.Route?.Commit ?? CommitPoint.Immediate;
        return attempt.IsContested && configured == CommitPoint.Immediate ? CommitPoint.Probe : configured;
    }

    /// <summary>What events of an unknown kind bring cannot be told from their beginning.</summary>
    private int MostProbed => call.Endpoint.Operation == Operation.Relay ? 0 : LongestBeginning;

    private void BeginReply()
    {
        var reply = call.Reply;
        reply.Forward(attempt.Response!, attempt.IsTranslated);
        reply.Name(call, attempt);
        if (IsStream) reply.BeginStream();
        if (ContentType is { } type) reply.Describe(type);
        if (Announced is { } length) reply.Announce(length);
        if (IsEstimated) reply.Estimated();
        reply.Sequence = Sequence;
    }

    private Memory<byte> Room(int sizeHint)
    {
        var needed = _filled + Math.Max(sizeHint, 1);
        if (_held is null)
        {
            _held = ArrayPool<byte>.Shared.Rent(Math.Max(FirstBuffer, needed));
        }
        else if (_held.Length < needed)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _held.Length, needed));
            _held.AsSpan(0, _filled).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_held);
            _held = larger;
        }
        return _held.AsMemory(_filled);
    }

    private void PassOnHeld()
    {
        call.Record.FirstByteMicros ??= call.ElapsedMicros;
        call.Reply.Output.Write(_held.AsSpan(0, _filled));
        ArrayPool<byte>.Shared.Return(_held!);
        (_held, _filled, _written) = (null, 0, true);
    }

    private void HandOver()
    {
        call.Record.FirstByteMicros ??= call.ElapsedMicros;
        call.Reply.Hold(_ending!, _endingLength);
        (_ending, _endingLength) = (null, 0);
    }
}
