using Weir.Dialects.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Answers;

/// <summary>Learns from the pieces of an answer, and hands them on.</summary>
/// <param name="next">Where the pieces go, or null when they are only learnt from.</param>
public sealed class FactsSink(IAnswerSink? next = null) : IAnswerSink
{
    private string? _model;
    private string? _finishReason;
    private TokenUsage? _usage;
    private bool _isFinal;
    private long _contentBytes;
    private bool _hasMore;

    /// <summary>What has been learnt so far.</summary>
    public AnswerFacts Facts => new(_model, _finishReason, _usage, _isFinal, _contentBytes) { HasMore = _hasMore };

    /// <inheritdoc/>
    public void Take(in AnswerPiece piece)
    {
        switch (piece.Kind)
        {
            case AnswerPieceKind.Begin:
                _model ??= RawJson.Say(piece.Name) is { Length: > 0 } model ? model : null;
                break;
            case AnswerPieceKind.Text or AnswerPieceKind.Refusal or AnswerPieceKind.Reasoning or AnswerPieceKind.Arguments:
                _contentBytes += piece.Text.Length;
                break;
            case AnswerPieceKind.ToolCall:
                _contentBytes += piece.Name.Length;
                break;
            case AnswerPieceKind.Media or AnswerPieceKind.Work or AnswerPieceKind.RedactedReasoning or AnswerPieceKind.Signature or AnswerPieceKind.Unknown:
                _hasMore = true;
                break;
            case AnswerPieceKind.Stop:
                _finishReason ??= piece.Word;
                break;
            case AnswerPieceKind.Usage:
                (_usage, _isFinal) = (piece.Usage, piece.IsFinal);
                break;
            default:
                break;
        }
        next?.Take(piece);
    }
}
