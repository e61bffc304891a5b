using System.Buffers;
using Weir.Dialects;
using Weir.Dialects.Answers;
using Weir.Dialects.Bedrock;
using Weir.Dialects.Sse;
using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;
using Weir.Gateway.Rescue;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Relay;

/// <summary>Turns each event of an answer into events of the client's dialect, or collects them where the client wants one object.</summary>
internal sealed class TranslatedEvents : IStreamEvents
{
    private readonly Call _call;
    private readonly Attempt _attempt;
    private readonly IAnswerReader _reader;
    private readonly TranslatedOutput _output;
    private readonly FactsSink _sink;
    private bool _done;
    private CallError? _error;

    /// <param name="call">The call.</param>
    /// <param name="attempt">Whose answer it is.</param>
    /// <param name="output">Where the answer goes in the end.</param>
    /// <param name="sink">Where its pieces go first.</param>
    public TranslatedEvents(Call call, Attempt attempt, TranslatedOutput output, FactsSink sink)
    {
        (_call, _attempt, _output, _sink) = (call, attempt, output, sink);
        _reader = attempt.Translation!.Provider.Stream(attempt.Translation.Choices);
    }

    /// <inheritdoc/>
    public bool Ended => _done || _error is not null;

    /// <inheritdoc/>
    public bool SawEnd => _done;

    /// <inheritdoc/>
    public bool SawContent => _attempt.Record.FirstTokenMicros is not null;

    /// <inheritdoc/>
    public bool IsWhole => _reader.IsWhole && _error is null;

    /// <inheritdoc/>
    public long ContentBytes => _sink.Facts.ContentBytes;

    /// <inheritdoc/>
    public bool SawUsage => _sink.Facts is { Usage: not null, IsUsageFinal: true };

    /// <inheritdoc/>
    public int Pass(ReadOnlySpan<byte> buffer)
    {
        var position = 0;
        if (_attempt.Api == Dialect.Converse)
        {
            return PassBinary(buffer);
        }
        while (!Ended && !_attempt.Draft!.IsDue && SseEvent.TryRead(buffer[position..], out var @event))
        {
            Judge(Read(@event), @event.Data);
            position += @event.Raw.Length;
        }
        return position;
    }

    /// <inheritdoc/>
    public void PassRest(ReadOnlySpan<byte> rest)
    {
        // Half of a binary message is nothing; an event without its empty line still counts.
        if (Ended || rest.IsEmpty || _attempt.Api == Dialect.Converse) return;
        Pass([.. rest, (byte)'\n', (byte)'\n']);
    }

    /// <inheritdoc/>
    public CallError? Conclude()
    {
        if (_error is not null) return _error;
        if (!_reader.IsWhole) return UpstreamFailures.OfEnd(_attempt);
        _output.End();
        return null;
    }

    /// <inheritdoc/>
    public void Report() => _attempt.Learn(_sink.Facts);

    private StreamEventKind Read(in SseEvent @event)
    {
        if (@event.DataLines < 2) return _reader.Read(default, @event.Data, _sink);
        var joined = ArrayPool<byte>.Shared.Rent(@event.Raw.Length);
        var kind = _reader.Read(default, joined.AsSpan(0, @event.CopyData(joined)), _sink);
        ArrayPool<byte>.Shared.Return(joined);
        return kind;
    }

    private void Judge(StreamEventKind kind, ReadOnlySpan<byte> data)
    {
        switch (kind)
        {
            case StreamEventKind.Content when !SawContent:
                _attempt.Draft!.BeginContent();
                break;
            case StreamEventKind.Content when _sink.Facts.ContentBytes > _call.Model.Limits.TranslatedAnswer:
                Garbled($"an answer of over {_call.Model.Limits.TranslatedAnswer:N0} bytes, too many to translate (limits.translated_answer)");
                break;
            case StreamEventKind.Done:
                _done = true;
                break;
            case StreamEventKind.Error:
                _error = Reported();
                break;
            case StreamEventKind.Malformed:
                if (!_attempt.TrySkip() || (!_reader.IsWhole && DamagedEvent.HeldText(data))) Garbled("events that its dialect does not know");
                break;
            default:
                break;
        }
        if (_output.HasDeparted) _error ??= UpstreamErrors.Departed(_attempt.Deployment.Provider.Name);
        if (_output.Size > _call.Model.Limits.TranslatedAnswer)
            Garbled($"an answer of over {_call.Model.Limits.TranslatedAnswer:N0} bytes, too many to translate (limits.translated_answer)");
    }

    private int PassBinary(ReadOnlySpan<byte> buffer)
    {
        var position = 0;
        Span<byte> name = stackalloc byte[128];
        while (!Ended && !_attempt.Draft!.IsDue)
        {
            if (!AwsEvent.TryRead(buffer[position..], out var message, out var isCorrupt))
            {
                // Nothing after the finish is a piece of the answer, and where the framing is lost nothing more can be read.
                if (isCorrupt && _reader.IsWhole && _attempt.TrySkip()) _done = true;
                else if (isCorrupt) Garbled("a message whose checksum or framing is wrong");
                break;
            }
            Judge(_reader.Read(name[..message.CopyName(name)], message.Payload, _sink), message.Payload);
            position += message.Raw.Length;
        }
        return position;
    }

    private void Garbled(string why) => _error = UpstreamErrors.Garbled(_attempt.Deployment.Provider.Name, _attempt.Watch.PhaseName, why);

    private CallError Reported()
    {
        var error = UpstreamAnswers.ErrorInStream(_reader.Error, default, _attempt);
        return SawContent ? error with { Outcome = Outcome.Truncated } : error;
    }
}
