namespace Weir.Dialects.OpenAI;

/// <summary>What one event of a streamed chat completion is to a relay.</summary>
public enum ChatEventKind
{
    /// <summary>No payload: a comment, a keep-alive, an event without data.</summary>
    None,

    /// <summary>A chunk without text: the role, a finish reason, a filter result.</summary>
    Other,

    /// <summary>A chunk that brings text, reasoning, a refusal, audio or a piece of a tool call.</summary>
    Content,

    /// <summary>The extra chunk that <c>stream_options.include_usage</c> asks for: no choices, a usage.</summary>
    Usage,

    /// <summary>The upstream reports an error inside the stream.</summary>
    Error,

    /// <summary><c>[DONE]</c>: nothing follows.</summary>
    Done,

    /// <summary>The payload is not JSON.</summary>
    Malformed,
}
