using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Weir.Dialects.Answers;
using Weir.Dialects.Conversations;
using Weir.Dialects.Errors;

namespace Weir.Dialects.Bedrock;

/// <summary>
/// Amazon Bedrock's Converse and ConverseStream. Events come framed as <see cref="AwsEvent"/>; readers are given
/// <see cref="AwsEvent.EventType"/> as an event's name, or <see cref="AwsEvent.ExceptionType"/> with <c>exception:</c> in front.
/// </summary>
public sealed class ConverseDialect : IProviderDialect
{
    private ConverseDialect()
    {
    }

    /// <summary>The dialect, which has no state.</summary>
    public static ConverseDialect Instance { get; } = new();

    /// <summary>The path to ask a model at, as it has to be sent and signed: the <c>:</c> and <c>/</c> of a model's identifier are encoded.</summary>
    public static string PathOf(string model, bool stream) => $"/model/{Uri.EscapeDataString(model)}/{(stream ? "converse-stream" : "converse")}";

    /// <inheritdoc/>
    public void Write(Conversation conversation, ProviderTarget target, IBufferWriter<byte> output) => RequestWriter.Write(conversation, target, output);

    /// <inheritdoc/>
    public IAnswerReader Stream(int choices) => new AnswerReader();

    /// <inheritdoc/>
    public bool TryRead(ReadOnlyMemory<byte> answer, IAnswerSink sink) => AnswerBody.TryRead(answer, sink);

    /// <inheritdoc/>
    public bool TryRead(int status, ReadOnlySpan<byte> body, [NotNullWhen(true)] out ProviderError? error) => (error = ErrorBody.Read(status, body)) is not null;
}
