using System.Buffers;
using Weir.Dialects.Answers;
using Weir.Dialects.Gemini;
using Weir.Gateway.Calls;
using Weir.Gateway.Rescue;
using Weir.Gateway.Translation;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Relay;

/// <summary>Where a translated answer goes: to the client event by event, or into one object that is held back until the call is settled.</summary>
internal sealed class TranslatedOutput : IAnswerSink
{
    private const int SizeOfPiece = 32;

    private readonly Call _call;
    private readonly Attempt _attempt;
    private readonly CallTranslation _translation;
    private readonly AnswerWriter? _writer;
    private readonly CollectedAnswer? _collected;
    private readonly LeftOut _leftOut;
    private readonly ContinuedAnswer? _continued;
    private readonly SentAnswer? _sent;

    /// <summary>Takes the answer, and keeps back what the client cannot be told.</summary>
    public IAnswerSink Intake => _leftOut;

    /// <summary>Whether this was to go on with an answer that the client has the beginning of, and is another one.</summary>
    public bool HasDeparted => _continued?.HasDeparted == true;

    /// <summary>About as many bytes as collecting the answer takes, which its last events may have to repeat.</summary>
    public long Size { get; private set; }

    public TranslatedOutput(Call call, Attempt attempt, CallTranslation translation)
    {
        (_call, _attempt, _translation) = (call, attempt, translation);
        _sent = StreamRescue.Watch(call, attempt);
        var rescue = call.Rescue is { IsUnderWay: true } underWay ? underWay : null;
        if (rescue is not null) _continued = new ContinuedAnswer(rescue, this);
        _leftOut = new LeftOut(translation.Client, mayNote: translation.Context.Conversation.Format is null, _continued ?? (IAnswerSink)this);
        if (!call.Record.Streamed) _collected = new CollectedAnswer();
        else _writer = translation.AsArray ? ArrayWriter(attempt.Draft!, translation) : translation.Client.Stream(translation.Context, attempt.Draft!);
        if (_writer is not null) rescue?.Resume(_writer, call.Reply.Sequence);
    }

    /// <inheritdoc/>
    public void Take(in AnswerPiece piece)
    {
        // The end waits for the ledger.
        if (piece.Kind == AnswerPieceKind.End) return;
        Size += SizeOfPiece + piece.Text.Length + piece.Logprobs.Length + piece.Name.Length + piece.Id.Length;
        if (_writer is null)
        {
            _collected!.Take(piece);
            return;
        }
        _writer.Take(piece);
        // What was left out would be missing from what another goes on from.
        if (_leftOut.Any) _sent?.GiveUp();
        else _sent?.Take(piece);
        // Of what is sent, not of the end, which is held back: an error may have to follow in its place.
        _attempt.Draft!.Sequence = _writer.Sequence;
    }

    private static GeminiStreamWriter ArrayWriter(Draft draft, CallTranslation translation)
    {
        var writer = new GeminiStreamWriter(translation.Context, asArray: true) { Output = draft };
        draft.WriteStreamError = error => writer.WriteError(error);
        return writer;
    }

    /// <summary>Holds the answer's end back: the last events, or the whole object.</summary>
    public void End()
    {
        if (_leftOut.Any) _attempt.LeftOut = [.. _leftOut.Names];
        var ending = new ArrayBufferWriter<byte>(1024);
        if (_writer is not null)
        {
            _writer.Output = ending;
            _writer.Take(new AnswerPiece { Kind = AnswerPieceKind.End });
        }
        else
        {
            _translation.Client.Write(_collected!, _translation.Context, ending);
            _attempt.Draft!.Announced = ending.WrittenCount;
        }
        _attempt.Draft!.Hold(ending.WrittenSpan);
    }
}
