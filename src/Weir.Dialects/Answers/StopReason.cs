namespace Weir.Dialects.Answers;

/// <summary>Why an answer, or one of its choices, came to its end.</summary>
public enum StopReason
{
    /// <summary>The model had said all (<c>stop</c>, <c>end_turn</c>, <c>STOP</c>).</summary>
    EndTurn,

    /// <summary>The limit of output tokens was reached (<c>length</c>, <c>max_tokens</c>, <c>MAX_TOKENS</c>).</summary>
    MaxTokens,

    /// <summary>One of the client's stop sequences came up.</summary>
    StopSequence,

    /// <summary>The model waits for the results of the tools that it called.</summary>
    ToolCalls,

    /// <summary>The provider's filter held the answer back (<c>content_filter</c>, <c>SAFETY</c>, …).</summary>
    ContentFilter,

    /// <summary>The model refused (Anthropic's <c>refusal</c>).</summary>
    Refusal,

    /// <summary>The provider paused a long turn, which the client may continue (Anthropic's <c>pause_turn</c>).</summary>
    Pause,

    /// <summary>The context window is full (Anthropic's <c>model_context_window_exceeded</c>).</summary>
    ContextWindow,

    /// <summary>Something went wrong that the provider names but that no other dialect has a word for (<c>MALFORMED_FUNCTION_CALL</c>, <c>OTHER</c>).</summary>
    Other,
}
