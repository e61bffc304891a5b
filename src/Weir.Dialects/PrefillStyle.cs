namespace Weir.Dialects;

/// <summary>How a model is asked to go on with an answer that has begun: the beginning is the last message of the request, and is the model's own.</summary>
public enum PrefillStyle
{
    /// <summary>It cannot be asked.</summary>
    None,

    /// <summary>By the message alone, as Anthropic's models up to Claude 4.5 take it.</summary>
    Assistant,

    /// <summary>By the message, <c>continue_final_message: true</c> and <c>add_generation_prompt: false</c>: vLLM, SGLang.</summary>
    Vllm,

    /// <summary>By the message with <c>prefix: true</c> in it: Mistral, DeepSeek's beta.</summary>
    Prefix,
}
