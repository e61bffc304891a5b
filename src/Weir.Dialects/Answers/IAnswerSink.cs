namespace Weir.Dialects.Answers;

/// <summary>Takes an answer piece by piece: writes it in another dialect, collects it, or learns from it.</summary>
public interface IAnswerSink
{
    /// <summary>Takes the next piece, whose spans hold good only during the call.</summary>
    void Take(in AnswerPiece piece);
}
