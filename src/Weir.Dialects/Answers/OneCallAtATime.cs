namespace Weir.Dialects.Answers;

/// <summary>
/// Lets of each choice's tool calls the first one through, and hides the others: for clients that want one call at a time, of providers
/// that cannot be kept from making several. The provider's signature of a turn with calls is on the first one, so the conversation can
/// go on from what the client saw.
/// </summary>
internal sealed class OneCallAtATime(IAnswerSink next) : IAnswerSink
{
    // One bit for each choice, of which there are 128 at most.
    private UInt128 _whole;
    private UInt128 _hidden;

    /// <inheritdoc/>
    public void Take(in AnswerPiece piece)
    {
        var choice = UInt128.One << (piece.Choice & 127);
        switch (piece.Kind)
        {
            case AnswerPieceKind.ToolCall when piece.Call > 0:
                // Whoever stops after one call has said it to its end by then.
                if ((_whole & choice) != 0) _hidden |= choice;
                break;
            case AnswerPieceKind.Arguments or AnswerPieceKind.EndToolCall when piece.Call > 0:
                break;
            case AnswerPieceKind.EndToolCall:
                _whole |= choice;
                next.Take(piece);
                break;
            case AnswerPieceKind.Stop when (_hidden & choice) != 0 && piece.Reason is StopReason.MaxTokens or StopReason.ContextWindow:
                // The limit cut a call that the client does not see. What it does see waits for a result.
                next.Take(new AnswerPiece { Kind = AnswerPieceKind.Stop, Choice = piece.Choice, Reason = StopReason.ToolCalls, Word = piece.Word });
                break;
            default:
                next.Take(piece);
                break;
        }
    }
}
