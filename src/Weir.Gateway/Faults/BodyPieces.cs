using System.Net.Http.Headers;
using Weir.Dialects.Bedrock;
using Weir.Dialects.Sse;

namespace Weir.Gateway.Faults;

/// <summary>Where a body can be broken: between events, or in the middle of one that has none.</summary>
internal sealed class BodyPieces
{
    private readonly Func<ReadOnlySpan<byte>, int, int> _lengthOf;

    private BodyPieces(Func<ReadOnlySpan<byte>, int, int> lengthOf) => _lengthOf = lengthOf;

    /// <summary>Whether the pieces are events. Else there are no more than two that matter: the beginning and the rest.</summary>
    public bool AreEvents { get; private init; }

    public static BodyPieces Of(HttpContentHeaders headers)
    {
        var type = headers.NonValidated.TryGetValues("content-type", out var named) ? named.ToString() : "";
        if (type.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase)) return new BodyPieces(OfEvents) { AreEvents = true };
        if (type.StartsWith("application/vnd.amazon.eventstream", StringComparison.OrdinalIgnoreCase)) return new BodyPieces(OfMessages) { AreEvents = true };
        return new BodyPieces(OfPlain);
    }

    /// <summary>The length of the first piece of what has come.</summary>
    /// <param name="come">At least one byte.</param>
    /// <param name="passed">Pieces before it.</param>
    /// <returns>0 when it is not whole yet.</returns>
    public int LengthOf(ReadOnlySpan<byte> come, int passed) => _lengthOf(come, passed);

    private static int OfEvents(ReadOnlySpan<byte> come, int passed) => SseEvent.TryRead(come, out var @event) ? @event.Raw.Length : 0;

    private static int OfMessages(ReadOnlySpan<byte> come, int passed)
    {
        if (AwsEvent.TryRead(come, out var message, out var isCorrupt)) return message.Raw.Length;
        return isCorrupt ? come.Length : 0;
    }

    private static int OfPlain(ReadOnlySpan<byte> come, int passed) => passed == 0 ? (come.Length + 1) / 2 : come.Length;
}
