namespace Weir.Dialects.Answers;

/// <summary>Gives the pieces of an answer to one that looks at them, and then to the next.</summary>
/// <param name="first">Gets each piece first.</param>
/// <param name="next">Gets it after that.</param>
public sealed class BothSinks(IAnswerSink first, IAnswerSink next) : IAnswerSink
{
    /// <inheritdoc/>
    public void Take(in AnswerPiece piece)
    {
        first.Take(piece);
        next.Take(piece);
    }
}
