namespace Weir.Dialects.Answers;

/// <summary>One of the alternative answers, as far as it has come.</summary>
public sealed class AnswerChoice
{
    private readonly List<AnswerBlock> _blocks = [];

    /// <summary>Its content in order.</summary>
    public IReadOnlyList<AnswerBlock> Blocks => _blocks;

    /// <summary>Why it stopped, or null while it has not.</summary>
    public StopReason? Reason { get; private set; }

    /// <summary>The stop sequence that was met, the inside of a JSON string; or empty.</summary>
    public ReadOnlyMemory<byte> StopSequence { get; private set; }

    /// <summary>Adds a piece of this choice's content.</summary>
    /// <returns>The block that the piece went to, or null for pieces that are no content.</returns>
    public AnswerBlock? Take(in AnswerPiece piece)
    {
        switch (piece.Kind)
        {
            case AnswerPieceKind.Text: return Say(AnswerBlockKind.Text, piece);
            case AnswerPieceKind.Refusal: return Say(AnswerBlockKind.Refusal, piece);
            case AnswerPieceKind.Reasoning: return Append(AnswerBlockKind.Reasoning, piece.Text);
            case AnswerPieceKind.Signature: return Sign(piece);
            case AnswerPieceKind.RedactedReasoning: return Closed(Append(Add(new AnswerBlock(AnswerBlockKind.RedactedReasoning) { Id = piece.Id.ToArray() }), piece.Text));
            case AnswerPieceKind.ToolCall:
                return Add(new AnswerBlock(AnswerBlockKind.ToolCall) { Call = piece.Call, Id = piece.Id.ToArray(), Name = piece.Name.ToArray(), Signature = piece.Text.ToArray() });
            case AnswerPieceKind.Arguments: return CallOf(piece.Call) is { } call ? Append(call, piece.Text) : null;
            case AnswerPieceKind.EndToolCall: return CallOf(piece.Call) is { } ended ? Closed(ended) : null;
            case AnswerPieceKind.Citation: return Cite(piece);
            case AnswerPieceKind.Media:
                return Closed(Append(Add(new AnswerBlock(AnswerBlockKind.Media) { Id = piece.Id.ToArray(), Name = piece.Name.ToArray() }), piece.Text));
            case AnswerPieceKind.Stop:
                (Reason, StopSequence) = (piece.Reason, piece.Text.ToArray());
                return null;
            default: return null;
        }
    }

    /// <summary>The block of a tool call, or null when it has not begun.</summary>
    public AnswerBlock? CallOf(int call)
    {
        for (var i = _blocks.Count - 1; i >= 0; i--)
            if (_blocks[i].Kind == AnswerBlockKind.ToolCall && _blocks[i].Call == call) return _blocks[i];
        return null;
    }

    private AnswerBlock Say(AnswerBlockKind kind, in AnswerPiece piece)
    {
        var block = Append(kind, piece.Text);
        block.AppendLogprobs(piece.Logprobs);
        return block;
    }

    private AnswerBlock Append(AnswerBlockKind kind, ReadOnlySpan<byte> text)
    {
        var last = _blocks.Count > 0 ? _blocks[^1] : null;
        if (last is null || last.Kind != kind || last.IsClosed) last = Add(new AnswerBlock(kind));
        return Append(last, text);
    }

    private static AnswerBlock Append(AnswerBlock block, ReadOnlySpan<byte> text)
    {
        block.Append(text);
        return block;
    }

    /// <summary>A source belongs to the text that is being said; where none is, to one without characters.</summary>
    private AnswerBlock Cite(in AnswerPiece piece)
    {
        var block = Append(AnswerBlockKind.Text, default);
        var start = 0;
        foreach (var before in _blocks)
            if (before != block && before.Kind == AnswerBlockKind.Text) start += TextLength.Of(before.Text);
        block.Cite(Citation.Of(piece), start);
        return block;
    }

    private AnswerBlock Sign(in AnswerPiece piece)
    {
        var block = Append(AnswerBlockKind.Reasoning, default);
        block.Signature = piece.Text.ToArray();
        block.Id = piece.Id.ToArray();
        return Closed(block);
    }

    /// <summary>Whatever comes next ends what is being said; calls of tools go on beside it until they say that they are whole.</summary>
    private AnswerBlock Add(AnswerBlock block)
    {
        if (_blocks.Count > 0 && _blocks[^1].Kind != AnswerBlockKind.ToolCall) _blocks[^1].IsClosed = true;
        _blocks.Add(block);
        return block;
    }

    private static AnswerBlock Closed(AnswerBlock block)
    {
        block.IsClosed = true;
        return block;
    }
}
