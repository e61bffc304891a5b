using System.Buffers;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Gateway.Rescue;

/// <summary>
/// Fits the answer of a second deployment to what the client has been sent of the first one's. A restart is held back until it
/// has said all of that again, byte by byte; one that says something else departs, and nothing of it may go out. A continuation
/// goes out at once, unless it starts over from the beginning: then it is a restart.
/// </summary>
internal sealed class ContinuedAnswer : IAnswerSink
{
    /// <summary>No continuation repeats this much of the beginning by chance, in bytes.</summary>
    private const int Telling = 64;

    private readonly StreamRescue _rescue;
    private readonly IAnswerSink _next;
    private readonly byte[] _sent;
    private readonly int _asked; // how much of the text the deployment was given to go on from
    private readonly bool _hidesThoughts;
    private readonly ArrayBufferWriter<byte> _plain = new();
    private readonly ArrayBufferWriter<byte> _inside = new();
    private readonly ArrayBufferWriter<byte> _undecided = new();
    private bool _isDecided;
    private bool _isOpen;
    private int _repeated; // how much of the text has been said again

    public ContinuedAnswer(StreamRescue rescue, IAnswerSink next)
    {
        (_rescue, _next) = (rescue, next);
        _sent = rescue.Sent.Text.ToArray();
        _asked = rescue.Prefilled;
        _isDecided = !rescue.IsPrefilled;
        _isOpen = _sent.Length == 0;
        _hidesThoughts = rescue.Sent.HasAny;
    }

    /// <summary>Whether the answer is another one than the client has the beginning of.</summary>
    public bool HasDeparted { get; private set; }

    /// <inheritdoc/>
    public void Take(in AnswerPiece piece)
    {
        if (HasDeparted) return;
        switch (piece.Kind)
        {
            // The client has had one.
            case AnswerPieceKind.Begin: break;
            case AnswerPieceKind.Usage: _next.Take(new AnswerPiece { Kind = AnswerPieceKind.Usage, Usage = _rescue.Told(piece.Usage), IsFinal = piece.IsFinal }); break;
            case AnswerPieceKind.Text when !_isOpen || _repeated < _sent.Length: Compare(piece); break;
            case AnswerPieceKind.Reasoning or AnswerPieceKind.Signature or AnswerPieceKind.RedactedReasoning when _hidesThoughts: break;
            default: if (TrySettle()) _next.Take(piece); break;
        }
    }

    private void Compare(in AnswerPiece piece)
    {
        _plain.ResetWrittenCount();
        // Half of a surrogate pair is no text that could be compared.
        if (!_plain.TryWriteUnescaped(piece.Text)) HasDeparted = true;
        else if (_isOpen) Say(_plain.WrittenSpan);
        else if (_isDecided) Splice(_plain.WrittenSpan);
        else Decide(_plain.WrittenSpan);
    }

    /// <summary>Tells a continuation from an answer that starts over.</summary>
    private void Decide(ReadOnlySpan<byte> text)
    {
        _undecided.Write(text);
        var so = _undecided.WrittenSpan;
        var beginning = _sent.AsSpan(0, Math.Min(Telling, _asked));
        var common = so.CommonPrefixLength(beginning);
        if (common == so.Length && common < beginning.Length) return;
        _isDecided = true;
        if (common < beginning.Length)
        {
            Open(so);
            return;
        }
        _rescue.StartOver();
        Splice(so);
    }

    private void Splice(ReadOnlySpan<byte> text)
    {
        var rest = _sent.AsSpan(_repeated);
        var common = text.CommonPrefixLength(rest);
        _repeated += common;
        HasDeparted = common < text.Length && common < rest.Length;
        if (_repeated < _sent.Length) return;
        _isOpen = true;
        Emit(text[common..]);
    }

    /// <summary>A continuation begins.</summary>
    private void Open(ReadOnlySpan<byte> text)
    {
        (_isOpen, _isDecided, _repeated) = (true, true, _asked);
        Say(text);
    }

    /// <summary>White space at the end of what was sent was kept from the deployment, which may say it again.</summary>
    private void Say(ReadOnlySpan<byte> text)
    {
        var common = text.CommonPrefixLength(_sent.AsSpan(_repeated));
        _repeated = common == text.Length ? _repeated + common : _sent.Length;
        Emit(text[common..]);
    }

    private void Emit(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return;
        _inside.ResetWrittenCount();
        _inside.WriteEscaped(text);
        _next.Take(new AnswerPiece { Kind = AnswerPieceKind.Text, Text = _inside.WrittenSpan });
    }

    /// <summary>Something else than text comes, or the end: what has come of the text has to do.</summary>
    /// <returns>Whether it does.</returns>
    private bool TrySettle()
    {
        if (!_isOpen && !_isDecided) Open(_undecided.WrittenSpan);
        HasDeparted = !_isOpen;
        return _isOpen;
    }
}
