using Weir.Dialects.Errors;

namespace Weir.Dialects.Answers;

/// <summary>Learns from a streamed answer that passes unchanged what a relay and a ledger need to know of it.</summary>
public interface IAnswerObserver
{
    /// <summary>Takes the payload of one event.</summary>
    StreamEventKind Observe(ReadOnlySpan<byte> data);

    /// <summary>Whether everything that has to come has come.</summary>
    bool IsWhole { get; }

    /// <summary>What has been learnt so far.</summary>
    AnswerFacts Facts { get; }

    /// <inheritdoc cref="IAnswerReader.Sequence"/>
    long Sequence => 0;

    /// <summary>The JSON of the error that the upstream reported inside the stream, as an error's body would be; or null.</summary>
    byte[]? ErrorBody { get; }

    /// <summary>The same error as the dialect's reader understands it, or null.</summary>
    ProviderError? Error { get; }
}
