using System.Buffers;

namespace Weir.Dialects.Errors;

/// <summary>
/// Tells by its words what an error is that its status does not tell: that the context is too small, that the content is
/// refused, that the account is empty. Providers say all three with a 400 or a 429, some with a 403, and few with a code.
/// The phrases were taken from the providers' error references (OpenAI, Azure OpenAI, Anthropic, Gemini, Bedrock, Mistral,
/// Groq, xAI, OpenRouter, DeepSeek, Moonshot, MiniMax, DashScope, Together), from the sources of vLLM, TGI, llama.cpp, Ollama
/// and LM Studio, and from what clients look for (LiteLLM's <c>exception_mapping_utils.py</c>, opencode's error classifier).
/// </summary>
internal static class ErrorWording
{
    // OpenAI's string_above_max_length is not among them: it is about one field, which is too long for any model.
    private static readonly SearchValues<string> ContextPhrases = Phrases(
        "context_length_exceeded", "model_context_window_exceeded", "exceed_context_size", "token_limit_exceeded",
        "maximum context length", // OpenAI, vLLM, Mistral, OpenRouter, DeepSeek
        "input tokens exceed the configured limit", "exceeds the context window", // OpenAI
        "prompt is too long", "exceed context limit", // Anthropic
        "exceeds the maximum number of tokens", // Gemini
        "input is too long for requested model", "too many input tokens", "number of input tokens exceeds maximum length", // Bedrock
        "reduce the length of the messages", // Groq
        "maximum prompt length is", // xAI
        "exceeded model token limit", // Moonshot
        "context window exceeds limit", // MiniMax
        "range of input length should be", // DashScope
        "maximum context limit", // Together
        "maximum model length", // vLLM
        "exceeds the available context size", // llama.cpp
        "exceeds the context length", // Ollama
        "greater than the context length", // LM Studio
        "`inputs` tokens + `max_new_tokens` must be", "`inputs` must have less than"); // TGI

    private static readonly SearchValues<string> ContentPhrases = Phrases(
        "content_policy_violation", "content_filter", "moderation_blocked", "bio_policy", "responsibleaipolicyviolation", "data_inspection_failed",
        "content management policy", // Azure OpenAI
        "result of our safety system", "rejected by the safety system", "flagged as potentially violating", // OpenAI
        "content filtering policy", // Anthropic, Bedrock
        "blocked by guardrail", // Bedrock
        "your input was flagged", "prompt injection patterns detected", // OpenRouter, with a 403
        "violates usage guidelines", // xAI, with a 400 or a 403
        "responsible ai practices", // Vertex AI
        "content exists risk", // DeepSeek
        "considered high risk", // Moonshot
        "may contain inappropriate content"); // DashScope

    private static readonly SearchValues<string> MoneyPhrases = Phrases(
        "insufficient_quota", "credit_balance_exhausted", "billing_hard_limit_reached", "billing_not_active", // OpenAI
        "exceeded_current_quota_error", // Moonshot
        "credit balance is too low", "enforced_spend_limit_reached", "reached your specified api usage limits", // Anthropic
        "used all available credits", // xAI
        "insufficient credits", "key limit exceeded", // OpenRouter
        "insufficient balance"); // DeepSeek

    /// <summary>The kind of an error, more exactly than its status or type says.</summary>
    /// <param name="kind">What status or type say.</param>
    /// <param name="code">The provider's code, or null.</param>
    /// <param name="type">The provider's type, or null.</param>
    /// <param name="words">All that it says: its message, and what it quotes of others.</param>
    public static ErrorKind Refine(ErrorKind kind, string? code, string? type, string words)
    {
        if (kind is ErrorKind.Authentication or ErrorKind.Overloaded or ErrorKind.Timeout) return kind;
        if (Says(MoneyPhrases)) return ErrorKind.Billing;
        // Whoever is too fast is told so in tokens too, and that is not about this request's.
        if (kind is ErrorKind.RateLimit or ErrorKind.Billing) return kind;
        if (Says(ContentPhrases)) return ErrorKind.ContentFiltered;
        if (kind is ErrorKind.Permission or ErrorKind.NotFound) return kind;
        if (Says(ContextPhrases)) return ErrorKind.ContextLength;
        // Groq says 413 to a request that is over the account's tokens a minute; another account may take it.
        return kind == ErrorKind.TooLarge && code == "rate_limit_exceeded" ? ErrorKind.RateLimit : kind;

        bool Says(SearchValues<string> phrases) =>
            code.AsSpan().ContainsAny(phrases) || type.AsSpan().ContainsAny(phrases) || words.AsSpan().ContainsAny(phrases);
    }

    private static SearchValues<string> Phrases(params ReadOnlySpan<string> phrases) => SearchValues.Create(phrases, StringComparison.OrdinalIgnoreCase);
}
