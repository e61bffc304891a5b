using Weir.Dialects.Usage;

namespace Weir.Dialects.Answers;

/// <summary>An answer as far as it has come, in memory: for answers that are given as one object, and for events that repeat what was said.</summary>
public sealed class CollectedAnswer : IAnswerSink
{
    private readonly List<AnswerChoice> _choices = [];

    /// <summary>The model that answers, the inside of a JSON string; empty when the provider does not say.</summary>
    public ReadOnlyMemory<byte> Model { get; private set; }

    /// <summary>The alternative answers; more than one only where the client asked for them.</summary>
    public IReadOnlyList<AnswerChoice> Choices => _choices;

    /// <summary>Tokens used, or null when the provider does not say.</summary>
    public TokenUsage? Usage { get; private set; }

    /// <inheritdoc/>
    public void Take(in AnswerPiece piece)
    {
        switch (piece.Kind)
        {
            case AnswerPieceKind.Begin: Model = piece.Name.ToArray(); break;
            case AnswerPieceKind.Usage: Usage = piece.Usage; break;
            case AnswerPieceKind.End: break;
            default: Choice(piece.Choice).Take(piece); break;
        }
    }

    /// <summary>A choice, which begins when it is first asked for.</summary>
    public AnswerChoice Choice(int index)
    {
        while (_choices.Count <= index) _choices.Add(new AnswerChoice());
        return _choices[index];
    }
}
