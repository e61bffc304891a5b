using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Weir.Dialects.Answers;
using Weir.Dialects.Conversations;
using Weir.Dialects.Errors;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>
/// Anthropic's <c>/v1/messages</c>, for clients and for providers. Requests are written as API version <c>2023-06-01</c> takes them:
/// the later <c>2026-10-21</c> refuses sampling parameters. Requests of both versions are read.
/// </summary>
public sealed class MessagesDialect : IClientDialect, IProviderDialect
{
    private MessagesDialect()
    {
    }

    /// <summary>The dialect, which has no state.</summary>
    public static MessagesDialect Instance { get; } = new();

    /// <summary>Whether a model goes on with an answer that the request's last message begins; the models after Claude 4.5 refuse such a message.</summary>
    /// <param name="model">The provider's name for it, possibly within a longer one.</param>
    public static bool TakesPrefill(string model) =>
        model.Contains("claude-", StringComparison.OrdinalIgnoreCase) && ModelFamilies.ThinkingOf(model) != ThinkingStyle.Adaptive;

    /// <inheritdoc/>
    public Conversation Read(JsonCursor request) => RequestReader.Read(request);

    /// <inheritdoc/>
    public bool CanSay(in AnswerPiece piece) => piece.Kind != AnswerPieceKind.Media && piece.Logprobs.IsEmpty;

    /// <inheritdoc/>
    public AnswerWriter Stream(AnswerContext context, IBufferWriter<byte> output) => new AnswerStreamWriter(context) { Output = output };

    /// <inheritdoc/>
    public void Write(CollectedAnswer answer, AnswerContext context, IBufferWriter<byte> output) => AnswerBodyWriter.Write(answer, context, output);

    /// <inheritdoc/>
    public void Write(in ClientError error, bool asEvent, IBufferWriter<byte> output) => ErrorWriter.Write(error, asEvent, output);

    /// <inheritdoc/>
    public void Write(Conversation conversation, ProviderTarget target, IBufferWriter<byte> output) => RequestWriter.Write(conversation, target, output);

    /// <inheritdoc/>
    public IAnswerReader Stream(int choices) => new AnswerStreamReader();

    /// <inheritdoc/>
    public bool TryRead(ReadOnlyMemory<byte> answer, IAnswerSink sink) => AnswerBodyReader.TryRead(answer, sink);

    /// <inheritdoc/>
    public bool TryRead(int status, ReadOnlySpan<byte> body, [NotNullWhen(true)] out ProviderError? error) => ErrorReader.TryRead(status, body, out error);
}
