using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Weir.Dialects.Answers;
using Weir.Dialects.Conversations;
using Weir.Dialects.Errors;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>OpenAI's chat completions, as clients and as providers speak them.</summary>
public sealed class ChatDialect : IClientDialect, IProviderDialect
{
    private ChatDialect()
    {
    }

    /// <summary>The dialect, which has no state.</summary>
    public static ChatDialect Instance { get; } = new();

    /// <inheritdoc/>
    public Conversation Read(JsonCursor request) => ChatRequestReader.Read(request);

    /// <inheritdoc/>
    public bool CanSay(in AnswerPiece piece) => piece.Kind != AnswerPieceKind.Media || (piece.Name.StartsWith("image"u8) && !(piece.Text.IsEmpty && piece.Id.IsEmpty));

    /// <inheritdoc/>
    public AnswerWriter Stream(AnswerContext context, IBufferWriter<byte> output) => new ChunkWriter(context) { Output = output };

    /// <inheritdoc/>
    public void Write(CollectedAnswer answer, AnswerContext context, IBufferWriter<byte> output) => CompletionWriter.Write(answer, context, output);

    /// <inheritdoc/>
    public void Write(in ClientError error, bool asEvent, IBufferWriter<byte> output) => ChatErrors.Write(error, asEvent, output);

    /// <inheritdoc/>
    public void Write(Conversation conversation, ProviderTarget target, IBufferWriter<byte> output) => ChatRequestWriter.Write(conversation, target, output);

    /// <inheritdoc/>
    public IAnswerReader Stream(int choices) => new ChunkReader(choices);

    /// <inheritdoc/>
    public bool TryRead(ReadOnlyMemory<byte> answer, IAnswerSink sink) => CompletionReader.TryRead(answer.Span, sink);

    /// <inheritdoc/>
    public bool TryRead(int status, ReadOnlySpan<byte> body, [NotNullWhen(true)] out ProviderError? error) => ChatErrors.TryRead(status, body, out error);
}
