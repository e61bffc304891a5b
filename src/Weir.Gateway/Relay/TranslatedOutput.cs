using System.Buffers;
using Weir.Dialects.Answers;
using Weir.Dialects.Gemini;
using Weir.Gateway.Calls;
using Weir.Gateway.Translation;

namespace Weir.Gateway.Relay;

/// <summary>Where a translated answer goes: to the client event by event, or into one object that is held back until the call is settled.</summary>
internal sealed class TranslatedOutput : IAnswerSink
{
    private const int SizeOfPiece = 32;

    private readonly Call _call;
    private readonly CallTranslation _translation;
    private readonly AnswerWriter? _writer;
    private readonly CollectedAnswer? _collected;
    private readonly LeftOut _leftOut;
    private bool _written;

    /// <summary>Takes the answer, and keeps back what the client cannot be told.</summary>
    public IAnswerSink Intake => _leftOut;

    /// <summary>About as many bytes as collecting the answer takes, which its last events may have to repeat.</summary>
    public long Size { get; private set; }

    public TranslatedOutput(Call call, CallTranslation translation)
    {
        (_call, _translation) = (call, translation);
        _leftOut = new LeftOut(translation.Client, mayNote: translation.Context.Conversation.Format is null, this);
        if (!call.Record.Streamed) _collected = new CollectedAnswer();
        else _writer = translation.AsArray ? ArrayWriter(call, translation) : translation.Client.Stream(translation.Context, call.Reply.Output);
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
        // Some dialects have no event for a beginning: as long as nothing was said, an error can be a status.
        if (_call.Reply.Output is { CanGetUnflushedBytes: true, UnflushedBytes: 0 }) return;
        _call.Record.FirstByteMicros ??= _call.ElapsedMicros;
        // Of what is sent, not of the end, which is held back: an error may have to follow in its place.
        _call.Reply.Sequence = _writer.Sequence;
        _written = true;
    }

    private static GeminiStreamWriter ArrayWriter(Call call, CallTranslation translation)
    {
        var writer = new GeminiStreamWriter(translation.Context, asArray: true) { Output = call.Reply.Output };
        call.Reply.WriteStreamError = error => writer.WriteError(error);
        return writer;
    }

    /// <summary>Whether anything was written since the last time this was asked.</summary>
    public bool TakeWritten()
    {
        var written = _written;
        _written = false;
        return written;
    }

    /// <summary>Holds the answer's end back: the last events, or the whole object.</summary>
    public void End()
    {
        if (_leftOut.Any) _call.Attempt!.LeftOut = [.. _leftOut.Names];
        var ending = new ArrayBufferWriter<byte>(1024);
        if (_writer is not null)
        {
            _writer.Output = ending;
            _writer.Take(new AnswerPiece { Kind = AnswerPieceKind.End });
        }
        else
        {
            _translation.Client.Write(_collected!, _translation.Context, ending);
            _call.Record.FirstByteMicros ??= _call.ElapsedMicros;
            _call.Reply.Announce(ending.WrittenCount);
            _call.Reply.LeftOut(_call.Attempt!.LeftOut);
        }
        _call.Reply.Hold(ending.WrittenSpan);
    }
}
