namespace Weir.Dialects.Answers;

/// <summary>What a piece of an answer is. The order of the pieces of a choice is the order of its content.</summary>
public enum AnswerPieceKind
{
    /// <summary>The answer begins: <see cref="AnswerPiece.Name"/> is the model that answers, <see cref="AnswerPiece.Id"/> the provider's identifier; either may be empty. Once, and first.</summary>
    Begin,

    /// <summary>More text.</summary>
    Text,

    /// <summary>More of a refusal.</summary>
    Refusal,

    /// <summary>More of the model's thoughts, or of their summary.</summary>
    Reasoning,

    /// <summary>The proof of the thoughts before it, whole; ends them. <see cref="AnswerPiece.Id"/> is the provider's identifier of the thoughts, or empty.</summary>
    Signature,

    /// <summary>Thoughts that are enciphered, whole.</summary>
    RedactedReasoning,

    /// <summary>A tool is called: <see cref="AnswerPiece.Call"/>, <see cref="AnswerPiece.Id"/>, <see cref="AnswerPiece.Name"/>; the identifier is empty where the provider gives none, and writers make one. <see cref="AnswerPiece.Text"/> is Gemini's signature of the call, or empty.</summary>
    ToolCall,

    /// <summary>More of a call's arguments: a fragment of the text of a JSON object.</summary>
    Arguments,

    /// <summary>A call's arguments are whole. Comes for every call, before its choice stops.</summary>
    EndToolCall,

    /// <summary>
    /// A source of what was said: <see cref="AnswerPiece.Id"/> is its address, <see cref="AnswerPiece.Name"/> its title,
    /// <see cref="AnswerPiece.Text"/> its own words; either of the latter may be empty. <see cref="AnswerPiece.Start"/> and
    /// <see cref="AnswerPiece.End"/> tell what it is a source of.
    /// </summary>
    Citation,

    /// <summary>
    /// A picture, recording or other file, whole: <see cref="AnswerPiece.Name"/> is its media type, <see cref="AnswerPiece.Text"/>
    /// its bytes in base 64, or <see cref="AnswerPiece.Id"/> its address. Neither is there when the provider gives it in a way
    /// that is not understood.
    /// </summary>
    Media,

    /// <summary>A step that the provider took by itself, such as a search or code that it ran: <see cref="AnswerPiece.Name"/> is its word for it. No dialect is told more of it than that.</summary>
    Work,

    /// <summary>Something that the answer holds and that has no form here: <see cref="AnswerPiece.Name"/> is the provider's word for it.</summary>
    Unknown,

    /// <summary>A choice has come to its end: <see cref="AnswerPiece.Reason"/>; <see cref="AnswerPiece.Text"/> is the stop sequence that was met, or empty; <see cref="AnswerPiece.Word"/> the provider's own word.</summary>
    Stop,

    /// <summary>Tokens used so far; the last one holds. <see cref="AnswerPiece.IsFinal"/> tells whether output is counted to its end.</summary>
    Usage,

    /// <summary>Everything is there. Once, and last; missing when the answer was broken off.</summary>
    End,
}
