using Weir.Dialects.Errors;

namespace Weir.Dialects.Answers;

/// <summary>Reads one streamed answer of a provider, event by event, in constant memory.</summary>
public interface IAnswerReader
{
    /// <summary>Takes one event and hands its pieces on.</summary>
    /// <param name="name">The event's name (<c>event:</c>), or empty. Providers repeat it in the payload; readers need not look at it.</param>
    /// <param name="data">The event's payload.</param>
    /// <param name="sink">Where the pieces go. <see cref="AnswerPieceKind.End"/> is not sent by readers: only the caller knows that the answer's end may be shown.</param>
    StreamEventKind Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, IAnswerSink sink);

    /// <summary>Whether everything that has to come has come: if the stream ends now, the answer is whole.</summary>
    bool IsWhole { get; }

    /// <summary>The number of the event that would follow what has been read, but for errors and the end, which relays keep; 0 where the dialect does not number them.</summary>
    long Sequence => 0;

    /// <summary>What the provider reported when <see cref="Read"/> gave <see cref="StreamEventKind.Error"/>, else null.</summary>
    ProviderError? Error { get; }
}
