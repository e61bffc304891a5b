using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Weir.Dialects.Answers;
using Weir.Dialects.Conversations;
using Weir.Dialects.Errors;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>
/// Gemini's <c>generateContent</c> and <c>streamGenerateContent</c>. Model and streaming stand in the address, so that who routes
/// a request has to set <see cref="Conversation.Stream"/> after it was read.
/// </summary>
public sealed class GeminiDialect : IClientDialect, IProviderDialect
{
    private GeminiDialect()
    {
    }

    /// <summary>The dialect, which has no state.</summary>
    public static GeminiDialect Instance { get; } = new();

    /// <summary>The model as a resource of the API, which is how bodies and addresses name it: <c>models/M</c>, unless it is a tuned one.</summary>
    public static string ResourceOf(string model) => BodyHead.ResourceOf(model);

    /// <inheritdoc/>
    public Conversation Read(JsonCursor request) => RequestReader.Read(request);

    /// <inheritdoc/>
    public AnswerWriter Stream(AnswerContext context, IBufferWriter<byte> output) => new GeminiStreamWriter(context) { Output = output };

    /// <inheritdoc/>
    public void Write(CollectedAnswer answer, AnswerContext context, IBufferWriter<byte> output) => AnswerBody.Write(answer, context, output);

    /// <inheritdoc/>
    public void Write(in ClientError error, bool asEvent, IBufferWriter<byte> output)
    {
        if (asEvent) output.Write("data: "u8);
        ErrorBody.Write(output, error);
        if (asEvent) output.Write("\n\n"u8);
    }

    /// <inheritdoc/>
    public void Write(Conversation conversation, ProviderTarget target, IBufferWriter<byte> output) => RequestWriter.Write(conversation, target, output);

    /// <inheritdoc/>
    public IAnswerReader Stream(int choices) => new AnswerReader(choices);

    /// <inheritdoc/>
    public bool TryRead(ReadOnlyMemory<byte> answer, IAnswerSink sink) => new AnswerReader(1).TryReadWhole(answer.Span, sink);

    /// <inheritdoc/>
    public bool TryRead(int status, ReadOnlySpan<byte> body, [NotNullWhen(true)] out ProviderError? error) => (error = ErrorBody.Read(status, body)) is not null;
}
