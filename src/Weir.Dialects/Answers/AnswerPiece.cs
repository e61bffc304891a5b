using Weir.Dialects.Usage;

namespace Weir.Dialects.Answers;

/// <summary>A piece of an answer, free of any dialect. Spans hold the inside of JSON strings as they are escaped, so that they can be written into another JSON text as they are.</summary>
public readonly ref struct AnswerPiece
{
    /// <summary>What it is.</summary>
    public required AnswerPieceKind Kind { get; init; }

    /// <summary>Which of the alternative answers it belongs to, 0 for the first.</summary>
    public int Choice { get; init; }

    /// <summary>Which of the choice's tool calls it belongs to, 0 for the first; calls are numbered without gaps in the order in which they begin.</summary>
    public int Call { get; init; }

    /// <summary>The text, fragment, signature or stop sequence.</summary>
    public ReadOnlySpan<byte> Text { get; init; }

    /// <summary>
    /// How likely the tokens of the text were, where the client asked: a JSON array, one line, of objects with <c>token</c>,
    /// <c>logprob</c>, <c>bytes</c> and <c>top_logprobs</c> (a list of the same without the last), as <see cref="TokenOdds"/> makes it;
    /// or empty. A piece of text may bring nothing else.
    /// </summary>
    public ReadOnlySpan<byte> Logprobs { get; init; }

    /// <summary>An identifier.</summary>
    public ReadOnlySpan<byte> Id { get; init; }

    /// <summary>A name: the model's, or the called tool's.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>Where the range that a citation is of begins in the text of its choice, counted in Unicode characters (code points) from 0.</summary>
    public int Start { get; init; }

    /// <summary>Where it ends, exclusive; 0 when the range is not known.</summary>
    public int End { get; init; }

    /// <summary>Why a choice stopped.</summary>
    public StopReason Reason { get; init; }

    /// <summary>The provider's own word for <see cref="Reason"/>, for the ledger.</summary>
    public string? Word { get; init; }

    /// <summary>Tokens used.</summary>
    public TokenUsage Usage { get; init; }

    /// <summary>Whether <see cref="Usage"/> is the provider's last word, and not what it knew when it began.</summary>
    public bool IsFinal { get; init; }
}
