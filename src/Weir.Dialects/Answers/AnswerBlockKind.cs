namespace Weir.Dialects.Answers;

/// <summary>What a block of an answer holds.</summary>
public enum AnswerBlockKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A refusal.</summary>
    Refusal,

    /// <summary>Thoughts, or a summary of them, and their signature.</summary>
    Reasoning,

    /// <summary>Enciphered thoughts.</summary>
    RedactedReasoning,

    /// <summary>A call of a tool.</summary>
    ToolCall,

    /// <summary>A picture, recording or other file: its bytes in base 64, or its address.</summary>
    Media,
}
