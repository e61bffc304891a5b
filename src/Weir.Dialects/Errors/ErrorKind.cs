namespace Weir.Dialects.Errors;

/// <summary>What went wrong, as far as the dialects tell it apart.</summary>
public enum ErrorKind
{
    /// <summary>The request is wrong (400, 405, 409, 422, …).</summary>
    InvalidRequest,

    /// <summary>No key, or an unknown one (401).</summary>
    Authentication,

    /// <summary>The account's money or quota is used up (402; OpenAI's <c>insufficient_quota</c>): waiting does not help.</summary>
    Billing,

    /// <summary>Not with this key (403).</summary>
    Permission,

    /// <summary>No such model, route or object (404).</summary>
    NotFound,

    /// <summary>The request is too large (413).</summary>
    TooLarge,

    /// <summary>The request has more tokens than the model's context (OpenAI's <c>context_length_exceeded</c>). No status stands for it.</summary>
    ContextLength,

    /// <summary>The provider will not answer such content (OpenAI's <c>content_policy_violation</c>). No status stands for it.</summary>
    ContentFiltered,

    /// <summary>Too many requests or tokens (429).</summary>
    RateLimit,

    /// <summary>The provider is overloaded (503; Anthropic's 529).</summary>
    Overloaded,

    /// <summary>Too slow (408, 504).</summary>
    Timeout,

    /// <summary>Anything else (500, 502, …).</summary>
    Internal,
}
