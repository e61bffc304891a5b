namespace Weir.Dialects.OpenAI.Responses;

/// <summary>What an output item is.</summary>
internal enum OutputItemKind
{
    /// <summary>Texts and refusals.</summary>
    Message,

    /// <summary>Thoughts, open or enciphered.</summary>
    Reasoning,

    /// <summary>A function call.</summary>
    FunctionCall,

    /// <summary>A call of a tool that takes a free text.</summary>
    CustomCall,

    /// <summary>Gemini's signature of the function call that is the next item, as thoughts that cannot be read.</summary>
    CallSignature,
}
