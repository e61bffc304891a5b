using System.Buffers;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;
using Weir.Dialects.Usage;

namespace Weir.Gateway.Rescue;

/// <summary>
/// What a client has been sent of a streamed answer, so that another deployment can go on with it: texts and thoughts. An answer
/// that holds anything else (a call of a tool, a picture, odds of tokens, its own end) cannot be gone on with, nor can a long one.
/// </summary>
internal sealed class SentAnswer : IAnswerSink
{
    /// <summary>Most bytes that are kept of one answer, about 64,000 tokens.</summary>
    public const int Limit = 256 * 1024;

    private readonly List<(AnswerPieceKind Kind, int Length, byte[] Id)> _pieces = [];
    private ArrayBufferWriter<byte> _text = new();
    private ArrayBufferWriter<byte> _thoughts = new();
    private bool _isGivenUp;
    private bool _isBetween;

    /// <summary>Whether another could go on from here.</summary>
    public bool CanGoOn => !_isGivenUp && !(_isBetween && _pieces is [.., { Kind: AnswerPieceKind.Text or AnswerPieceKind.Reasoning }]);

    /// <summary>Whether anything was said.</summary>
    public bool HasAny => _pieces.Count > 0;

    /// <summary>The text so far, UTF-8 without escapes.</summary>
    public ReadOnlySpan<byte> Text => _text.WrittenSpan;

    /// <summary>The identifier that the answer began with, the inside of a JSON string; empty when it had none.</summary>
    public ReadOnlyMemory<byte> Id { get; private set; }

    /// <summary>The model that the answer said it is from, the inside of a JSON string; empty when it did not say.</summary>
    public ReadOnlyMemory<byte> Model { get; private set; }

    /// <summary>What the provider said at the beginning that it had used, or nothing.</summary>
    public TokenUsage EarlyUsage { get; private set; }

    /// <summary>When the answer said that it was made, seconds since the Unix epoch; null when it did not say.</summary>
    public long? CreatedAt { get; set; }

    /// <summary>The items that the client was told of, where the dialect names them.</summary>
    public List<KnownItem> Items { get; } = [];

    /// <inheritdoc/>
    public void Take(in AnswerPiece piece)
    {
        if (_isGivenUp) return;
        switch (piece.Kind)
        {
            case AnswerPieceKind.Begin: (Id, Model) = (piece.Id.ToArray(), piece.Name.ToArray()); break;
            case AnswerPieceKind.Usage: EarlyUsage = piece.Usage; break;
            case AnswerPieceKind.Text when piece.Choice == 0 && piece.Logprobs.IsEmpty: Add(piece, _text); break;
            case AnswerPieceKind.Reasoning or AnswerPieceKind.Signature or AnswerPieceKind.RedactedReasoning when piece.Choice == 0: Add(piece, _thoughts); break;
            default: GiveUp(); break;
        }
    }

    /// <summary>Notes that what is being said was said to its end: it cannot be made longer, but something else can follow.</summary>
    public void EndPart() => _isBetween = true;

    /// <summary>Notes that nobody can go on with this, and lets go of it.</summary>
    public void GiveUp()
    {
        _isGivenUp = true;
        (_text, _thoughts) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        _pieces.Clear();
        Items.Clear();
    }

    /// <summary>Says all of it again.</summary>
    public void Replay(IAnswerSink sink)
    {
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin, Id = Id.Span, Name = Model.Span });
        var (text, thoughts) = (0, 0);
        var inside = new ArrayBufferWriter<byte>(256);
        foreach (var (kind, length, id) in _pieces)
        {
            var isText = kind == AnswerPieceKind.Text;
            inside.ResetWrittenCount();
            inside.WriteEscaped(isText ? _text.WrittenSpan.Slice(text, length) : _thoughts.WrittenSpan.Slice(thoughts, length));
            if (isText) text += length;
            else thoughts += length;
            sink.Take(new AnswerPiece { Kind = kind, Text = inside.WrittenSpan, Id = id });
        }
    }

    private void Add(in AnswerPiece piece, ArrayBufferWriter<byte> to)
    {
        if (piece.Text.IsEmpty) return;
        var before = to.WrittenCount;
        // Half of a surrogate pair is no text that could be compared with another.
        if (_text.WrittenCount + _thoughts.WrittenCount + piece.Text.Length > Limit || !to.TryWriteUnescaped(piece.Text))
        {
            GiveUp();
            return;
        }
        _isBetween = false;
        var length = to.WrittenCount - before;
        var isMore = piece.Kind is AnswerPieceKind.Text or AnswerPieceKind.Reasoning && _pieces is [.., var last] && last.Kind == piece.Kind;
        if (isMore) _pieces[^1] = _pieces[^1] with { Length = _pieces[^1].Length + length };
        else _pieces.Add((piece.Kind, length, piece.Id.ToArray()));
    }
}
