using Weir.Dialects.Answers;
using System.Buffers;
using Weir.Dialects.OpenAI;
using Weir.Dialects.Sse;
using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Relay;

/// <summary>Decides about each event of a streamed answer: pass on, take out, hold back, or give up.</summary>
internal sealed class StreamEvents(Call call, Attempt attempt)
{
    private readonly ChatStream _stream = new(call.Head!.Choices);
    private bool _written;
    private bool _done;
    private CallError? _error;

    /// <summary>Whether nothing more has to be read.</summary>
    public bool Ended => _done || _error is not null;

    /// <summary>Whether the terminating event has come.</summary>
    public bool SawEnd => _done;

    /// <summary>Whether text has come.</summary>
    public bool SawContent => attempt.Record.FirstTokenMicros is not null;

    /// <summary>Whether every choice has come to its own end.</summary>
    public bool IsWhole => _stream.IsWhole && _error is null;

    /// <summary>Handles the whole events in a buffer.</summary>
    /// <param name="buffer">Bytes of the stream, starting where an event starts.</param>
    /// <returns>How many bytes were dealt with; the rest is the beginning of an event.</returns>
    public int Pass(ReadOnlySpan<byte> buffer)
    {
        var position = 0;
        var unsent = 0;
        while (!Ended && SseEvent.TryRead(buffer[position..], out var @event))
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

    /// <summary>Whether anything was written since the last time this was asked.</summary>
    public bool TakeWritten()
    {
        var written = _written;
        _written = false;
        return written;
    }

    /// <summary>Says how the stream ended, and supplies a terminator that the upstream left out.</summary>
    public CallError? Conclude()
    {
        if (_error is not null) return _error;
        if (_done) return null;
        if (!_stream.IsWhole) return CallErrors.UpstreamCut(attempt.Deployment.Provider.Name, attempt.Watch.PhaseName);
        call.Reply.Hold("data: [DONE]\n\n"u8);
        return null;
    }

    /// <summary>Writes what was learnt into the records.</summary>
    public void Report()
    {
        (attempt.HasProduced, attempt.ContentBytes) = (_stream.ContentBytes > 0, _stream.ContentBytes);
        attempt.Record.ModelAnswered = _stream.Model;
        call.Record.FinishReason = _stream.FinishReason;
        if (_stream.Usage is not { } usage) return;
        attempt.Record.Usage = usage;
        attempt.Record.UsageSource = UsageSource.Provider;
    }

    /// <returns>Whether the event goes out as it is.</returns>
    private bool Judge(in SseEvent @event)
    {
        switch (Observe(@event))
        {
            case StreamEventKind.Content when !SawContent:
                attempt.Record.FirstTokenMicros = call.Record.FirstTokenMicros = call.ElapsedMicros;
                call.Record.FirstByteMicros ??= call.Record.FirstTokenMicros;
                return true;
            case StreamEventKind.Usage:
                return !attempt.StripsUsage;
            case StreamEventKind.Done:
                _done = true;
                call.Reply.Hold(@event.Raw);
                return false;
            case StreamEventKind.Error:
                _error = Reported();
                return false;
            case StreamEventKind.Malformed:
                _error = CallErrors.UpstreamGarbled(attempt.Deployment.Provider.Name, attempt.Watch.PhaseName, "an event that is not JSON");
                return false;
            default:
                return true;
        }
    }

    private StreamEventKind Observe(in SseEvent @event)
    {
        if (@event.DataLines < 2) return _stream.Observe(@event.Data);
        var joined = ArrayPool<byte>.Shared.Rent(@event.Raw.Length);
        var kind = _stream.Observe(joined.AsSpan(0, @event.CopyData(joined)));
        ArrayPool<byte>.Shared.Return(joined);
        return kind;
    }

    /// <summary>The upstream's own error, told in its words where they are in the client's dialect.</summary>
    private CallError Reported()
    {
        var provider = attempt.Deployment.Provider;
        byte[] body = [.. "{\"error\":"u8, .. _stream.Error!, (byte)'}'];
        var error = UpstreamAnswers.ErrorOfBody(502, body, provider, "inside the stream");
        // Without content there was no answer yet that could have been cut short.
        return SawContent ? error with { Outcome = Outcome.Truncated } : error;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        call.Record.FirstByteMicros ??= call.ElapsedMicros;
        call.Reply.Output.Write(bytes);
        _written = true;
    }
}
