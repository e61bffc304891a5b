namespace Weir.Gateway.Upstream;

/// <summary>How an attempt failed, as far as it decides what is tried next and what is held against the deployment.</summary>
internal enum FailureClass
{
    /// <summary>The upstream takes no more for now (429). Held against nobody's health: it says how much may be asked at a time.</summary>
    RateLimited,

    /// <summary>The account's money or quota is used up (402, OpenAI's <c>insufficient_quota</c>): waiting does not help.</summary>
    Exhausted,

    /// <summary>The upstream has too much to do (503, 529, an <c>overloaded_error</c> in a stream).</summary>
    Overloaded,

    /// <summary>The upstream failed (any other 5xx, 408, 409).</summary>
    ServerError,

    /// <summary>No connection, or one that was closed or reset before the answer's headers.</summary>
    Unreachable,

    /// <summary>Nothing came in time: no connection, no headers, no first token.</summary>
    Silent,

    /// <summary>Nothing came in what the call could spare, which is too short to tell whether the deployment is silent.</summary>
    Hurried,

    /// <summary>An answer that had begun was cut off, or stopped coming.</summary>
    Interrupted,

    /// <summary>What came is no answer: not HTTP, not JSON, not the dialect.</summary>
    Garbled,

    /// <summary>An answer that is whole and no good: empty, repeating itself, not what was asked for.</summary>
    Poor,

    /// <summary>The upstream does not accept the operator's credentials (401, 403).</summary>
    Credentials,

    /// <summary>The deployment's model is not there (404).</summary>
    NotFound,

    /// <summary>The request has more tokens than the model's context.</summary>
    ContextLength,

    /// <summary>The upstream will not answer such content. Never routed around.</summary>
    ContentFiltered,

    /// <summary>The request is wrong, and would be anywhere.</summary>
    BadRequest,
}
