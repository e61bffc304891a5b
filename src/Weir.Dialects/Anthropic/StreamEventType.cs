namespace Weir.Dialects.Anthropic;

/// <summary>What an event of a stream is.</summary>
internal enum StreamEventType
{
    /// <summary>Not said: no event.</summary>
    None,

    /// <summary>A type that is not known here.</summary>
    Unknown,

    /// <summary><c>message_start</c>.</summary>
    MessageStart,

    /// <summary><c>content_block_start</c>.</summary>
    BlockStart,

    /// <summary><c>content_block_delta</c>.</summary>
    BlockDelta,

    /// <summary><c>content_block_stop</c>.</summary>
    BlockStop,

    /// <summary><c>message_delta</c>.</summary>
    MessageDelta,

    /// <summary><c>message_stop</c>.</summary>
    MessageStop,

    /// <summary><c>ping</c>.</summary>
    Ping,

    /// <summary><c>error</c>.</summary>
    Error,
}
