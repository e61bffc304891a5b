using System.Globalization;

namespace Weir.Dialects.Answers;

/// <summary>
/// Cuts an answer where the client's limit of tokens is, for providers that take no limit so small. How many tokens a text has
/// only its model knows; there are about four bytes of UTF-8 in one, and three are counted, so that the client seldom gets more
/// than it wants. The usage stays what the provider counted and charges.
/// </summary>
/// <param name="tokens">Most tokens of text, thoughts and calls together; 0 or more.</param>
/// <param name="next">Where the pieces go.</param>
internal sealed class CutAnswer(int tokens, IAnswerSink next) : IAnswerSink
{
    private const int BytesPerToken = 3;

    private int _left = tokens * BytesPerToken;
    private int _calls;
    private bool _isCut;

    /// <inheritdoc/>
    public void Take(in AnswerPiece piece)
    {
        switch (piece.Kind)
        {
            case AnswerPieceKind.Text or AnswerPieceKind.Refusal or AnswerPieceKind.Reasoning or AnswerPieceKind.Arguments:
                Cut(piece);
                break;
            case AnswerPieceKind.ToolCall:
                // Half of a name is the name of another tool.
                if (Fitting(piece.Name) < piece.Name.Length || _isCut) break;
                _calls = piece.Call + 1;
                next.Take(piece);
                break;
            case AnswerPieceKind.EndToolCall:
                if (piece.Call < _calls) next.Take(piece);
                break;
            case AnswerPieceKind.Signature or AnswerPieceKind.RedactedReasoning or AnswerPieceKind.Media:
                if (!_isCut) next.Take(piece);
                break;
            case AnswerPieceKind.Stop when _isCut:
                next.Take(new AnswerPiece { Kind = AnswerPieceKind.Stop, Choice = piece.Choice, Reason = StopReason.MaxTokens, Word = piece.Word });
                break;
            default:
                next.Take(piece);
                break;
        }
    }

    /// <summary>What fits goes on as it is; what is known of the tokens of a text that is cut speaks of more than is left.</summary>
    private void Cut(in AnswerPiece piece)
    {
        var wasCut = _isCut;
        var length = Fitting(piece.Text);
        if (!_isCut && length == piece.Text.Length && !(length == 0 && piece.Logprobs.IsEmpty)) next.Take(piece);
        else if (!wasCut && length > 0) next.Take(new AnswerPiece { Kind = piece.Kind, Choice = piece.Choice, Call = piece.Call, Text = piece.Text[..length] });
    }

    /// <summary>How much of the inside of a JSON string there is room for; no character and no escape is cut in two.</summary>
    private int Fitting(ReadOnlySpan<byte> inside)
    {
        var at = 0;
        while (at < inside.Length && !_isCut)
        {
            var (length, size) = inside[at] == '\\' ? Escape(inside[at..]) : (1, SizeOf(inside[at]));
            _isCut = size > _left;
            if (_isCut) break;
            _left -= size;
            at += length;
        }
        return at;
    }

    /// <summary>The bytes of a character are counted at its first one, so that the others always fit.</summary>
    private static int SizeOf(byte first) => first switch { < 0x80 => 1, < 0xC0 => 0, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };

    /// <summary>The length of an escape, and of the character that it stands for; that of a surrogate pair is counted at its first half.</summary>
    private static (int Length, int Size) Escape(ReadOnlySpan<byte> escape)
    {
        if (escape.Length < 6 || escape[1] != 'u') return (Math.Min(2, escape.Length), 1);
        var isCode = int.TryParse(escape[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code);
        return (6, !isCode ? 1 : code switch { < 0x80 => 1, < 0x800 => 2, >= 0xD800 and < 0xDC00 => 4, >= 0xDC00 and < 0xE000 => 0, _ => 3 });
    }
}
