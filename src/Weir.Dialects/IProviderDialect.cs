using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Weir.Dialects.Answers;
using Weir.Dialects.Conversations;
using Weir.Dialects.Errors;

namespace Weir.Dialects;

/// <summary>A dialect that providers speak: requests are written in it, answers and errors read.</summary>
public interface IProviderDialect
{
    /// <summary>Writes a request. What cannot be said is noted in the conversation's <see cref="Json.RequestReading"/> as an omission; the caller then decides whether the request is sent at all.</summary>
    void Write(Conversation conversation, ProviderTarget target, IBufferWriter<byte> output);

    /// <summary>Begins to read a streamed answer.</summary>
    /// <param name="choices">How many alternative answers were asked for; at least 1.</param>
    IAnswerReader Stream(int choices);

    /// <summary>Reads a whole answer that is one JSON object; <see cref="AnswerPieceKind.End"/> is sent.</summary>
    /// <returns>False when it is no answer in this dialect.</returns>
    bool TryRead(ReadOnlyMemory<byte> answer, IAnswerSink sink);

    /// <summary>Reads an error's body.</summary>
    /// <param name="status">The response's status.</param>
    /// <param name="body">The body, which may be anything.</param>
    /// <param name="error">The error, or null when the body holds none.</param>
    bool TryRead(int status, ReadOnlySpan<byte> body, [NotNullWhen(true)] out ProviderError? error);
}
