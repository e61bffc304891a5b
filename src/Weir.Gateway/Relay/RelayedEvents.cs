using System.Buffers;
using Weir.Dialects;
using Weir.Dialects.Answers;
using Weir.Dialects.OpenAI;
using Weir.Dialects.Sse;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Rescue;
using Weir.Gateway.Responses;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Relay;

/// <summary>Decides about each event of an answer that goes out in the dialect in which it comes: pass on, take out, hold back, or give up.</summary>
/// <param name="call">The call.</param>
/// <param name="attempt">Whose answer it is.</param>
/// <param name="sent">Where it is kept what the client has been sent, or null where nobody could go on with it.</param>
internal sealed class RelayedEvents(Call call, Attempt attempt, SentAnswer? sent) : IStreamEvents
{
    private readonly IAnswerObserver _stream = attempt.Api == Dialect.Chat
        ? new ChatStream(call.Head!.Choices)
        : new AnswerObserver(DialectTable.Provider(attempt.Api).Stream(Math.Max(1, call.Head!.Choices)), sent);

    private readonly PassedEvents? _passed = sent is null ? null : new PassedEvents(attempt.Api, sent);
    private byte[]? _last;
    private bool _done;
    private bool _awaitsName = attempt.IsBackground;
    private CallError? _error;

    /// <inheritdoc/>
    public bool Ended => _done || _error is not null;

    /// <inheritdoc/>
    public bool SawEnd => _done;

    /// <inheritdoc/>
    public bool SawContent => attempt.Record.FirstTokenMicros is not null;

    /// <inheritdoc/>
    public long ContentBytes => _stream.Facts.ContentBytes;

    /// <inheritdoc/>
    public bool IsWhole => _stream.IsWhole && _error is null;

    /// <inheritdoc/>
    public bool SawUsage => _stream.Facts is { Usage: not null, IsUsageFinal: true };

    /// <inheritdoc/>
    public int Pass(ReadOnlySpan<byte> buffer)
    {
        var position = 0;
        var unsent = 0;
        while (!Ended && !attempt.Draft!.IsDue && SseEvent.TryRead(buffer[position..], out var @event))
        {
            var passes = Judge(@event);
            if (!passes)
            {
                Write(buffer[unsent..position]);
                unsent = position + @event.Raw.Length;
            }
            position += @event.Raw.Length;
        }
        Write(buffer[unsent..Math.Max(unsent, position)]);
        return position;
    }

    /// <summary>Handles what is left when the upstream closed: an event without its empty line still counts.</summary>
    public void PassRest(ReadOnlySpan<byte> rest)
    {
        if (Ended || rest.IsEmpty) return;
        var closed = new byte[rest.Length + 2];
        rest.CopyTo(closed);
        closed.AsSpan(rest.Length).Fill((byte)'\n');
        Pass(closed);
    }

    /// <summary>Says how the stream ended, and supplies a terminator that the upstream left out.</summary>
    public CallError? Conclude()
    {
        if (_error is not null) return _error;
        // Chat's servers may give fewer choices than were asked for. A terminator in the middle of one is a proxy's that
        // cleans up behind a broken upstream.
        if (_done && (IsOpaque || _stream.IsWhole || _stream is ChatStream { HasStopped: true })) return null;
        if (!_stream.IsWhole && !(IsOpaque && _last is not null)) return UpstreamFailures.OfEnd(attempt);
        if (_last is not null) attempt.Draft!.Hold(_last.AsSpan());
        else if (attempt.Api is Dialect.Messages) attempt.Draft!.Hold("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8);
        else if (attempt.Api is Dialect.Chat) attempt.Draft!.Hold("data: [DONE]\n\n"u8);
        return null;
    }

    /// <inheritdoc/>
    public void Report()
    {
        attempt.Draft!.Sequence = _stream.Sequence;
        attempt.Learn(_stream.Facts);
    }

    /// <returns>Whether the event goes out as it is.</returns>
    private bool Judge(in SseEvent @event)
    {
        if (_awaitsName && ResponseKeeper.BegunIn(@event) is { } begun)
        {
            _awaitsName = false;
            call.Begun = begun;
            attempt.Watch.Follow(call.Http.RequestAborted);
        }
        switch (Observe(@event))
        {
            case StreamEventKind.Content:
                if (!SawContent) attempt.Draft!.BeginContent();
                return !IsLast(@event);
            case StreamEventKind.Usage:
                return !attempt.StripsUsage && !IsLast(@event);
            case StreamEventKind.Done:
                _done = true;
                Hold(@event);
                return false;
            case StreamEventKind.Error:
                _error = Reported();
                return false;
            case StreamEventKind.Malformed when IsOpaque:
                return !IsLast(@event);
            case StreamEventKind.Malformed:
                if (!attempt.TrySkip() || (!_stream.IsWhole && DamagedEvent.HeldText(@event.Data))) _error = UpstreamErrors.Garbled(attempt.Deployment.Provider.Name, attempt.Watch.PhaseName, "events that are not JSON");
                return false;
            default:
                return !IsLast(@event);
        }
    }

    /// <summary>
    /// Whether the events are of a kind that Weir does not know: progress of pictures, recordings, runs. HTTP's own framing tells
    /// whether they are whole.
    /// </summary>
    private bool IsOpaque => call.Endpoint.Operation == Operation.Relay && _stream is ChatStream { HasChoices: false };

    /// <summary>Gemini's streams have no terminator: the event that makes one whole is held back, until another comes after it. So is each of an unknown kind.</summary>
    private bool IsLast(in SseEvent @event)
    {
        if (_last is not null) Write(_last);
        _last = (attempt.Api == Dialect.Gemini && _stream.IsWhole) || IsOpaque ? @event.Raw.ToArray() : null;
        return _last is not null;
    }

    /// <summary>Clients of responses wait for a [DONE] that not every server sends.</summary>
    private void Hold(in SseEvent ending)
    {
        if (attempt.Api == Dialect.Responses && !ending.Data.SequenceEqual("[DONE]"u8)) attempt.Draft!.Hold([.. ending.Raw, .. "data: [DONE]\n\n"u8]);
        else attempt.Draft!.Hold(ending.Raw);
    }

    private StreamEventKind Observe(in SseEvent @event)
    {
        if (@event.DataLines < 2) return Observe(@event.Data);
        var joined = ArrayPool<byte>.Shared.Rent(@event.Raw.Length);
        var kind = Observe(joined.AsSpan(0, @event.CopyData(joined)));
        ArrayPool<byte>.Shared.Return(joined);
        return kind;
    }

    private StreamEventKind Observe(ReadOnlySpan<byte> data)
    {
        attempt.Checker?.Observe(data, Math.Max(1, call.Head!.Choices));
        var kind = _stream.Observe(data);
        if (kind is StreamEventKind.Content or StreamEventKind.Other) _passed?.See(data);
        return kind;
    }

    /// <summary>The upstream's own error, told in its words where they are in the client's dialect.</summary>
    private CallError Reported()
    {
        var error = UpstreamAnswers.ErrorInStream(_stream.Error, _stream.ErrorBody, attempt);
        // Without content there was no answer yet that could have been cut short.
        return SawContent ? error with { Outcome = Ledger.Outcome.Truncated } : error;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty) attempt.Draft!.Write(bytes);
    }
}
