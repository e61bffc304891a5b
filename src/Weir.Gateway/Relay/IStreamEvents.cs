using Weir.Gateway.Calls;

namespace Weir.Gateway.Relay;

/// <summary>Decides about each event of a streamed answer.</summary>
internal interface IStreamEvents
{
    /// <summary>Whether nothing more has to be read.</summary>
    bool Ended { get; }

    /// <summary>Whether the terminating event has come.</summary>
    bool SawEnd { get; }

    /// <summary>Whether text has come.</summary>
    bool SawContent { get; }

    /// <summary>Bytes of text that have come so far.</summary>
    long ContentBytes { get; }

    /// <summary>Whether the answer has come to its own end.</summary>
    bool IsWhole { get; }

    /// <summary>Whether the answer's usage has come.</summary>
    bool SawUsage { get; }

    /// <summary>Handles the whole events in a buffer.</summary>
    /// <param name="buffer">Bytes of the stream, starting where an event starts.</param>
    /// <returns>How many bytes were dealt with; the rest is the beginning of an event.</returns>
    int Pass(ReadOnlySpan<byte> buffer);

    /// <summary>Handles what is left when the upstream closed.</summary>
    void PassRest(ReadOnlySpan<byte> rest);

    /// <summary>Says how the stream ended, and holds the answer's end back.</summary>
    CallError? Conclude();

    /// <summary>Writes what was learnt into the records.</summary>
    void Report();
}
