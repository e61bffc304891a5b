using System.Buffers;

namespace Weir.Dialects.Answers;

/// <summary>Writes a streamed answer in a client's dialect, event by event. What needs the answer's end (totals, the terminating events) is written when <see cref="AnswerPieceKind.End"/> comes.</summary>
public abstract class AnswerWriter : IAnswerSink
{
    /// <summary>Where events go; can be changed between two pieces.</summary>
    public required IBufferWriter<byte> Output { get; set; }

    /// <summary>The number of the next event, where the dialect numbers them; else 0.</summary>
    public virtual long Sequence => 0;

    /// <summary>Numbers the next event, where the dialect numbers them: for a writer that goes on with what another has begun.</summary>
    public virtual void ContinueAt(long sequence)
    {
        // Most dialects number nothing.
    }

    /// <inheritdoc/>
    public abstract void Take(in AnswerPiece piece);
}
