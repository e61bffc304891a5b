using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Conversations;
using Weir.Dialects.Errors;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>OpenAI's <c>/v1/responses</c>.</summary>
public sealed class ResponsesDialect : IClientDialect, IProviderDialect
{
    private ResponsesDialect()
    {
    }

    /// <summary>The dialect.</summary>
    public static ResponsesDialect Instance { get; } = new();

    /// <inheritdoc/>
    public Conversation Read(JsonCursor request) => Read(request, []);

    /// <summary>Reads a request that goes on where others ended.</summary>
    /// <param name="request">The request; its <c>previous_response_id</c> or <c>conversation</c> is the caller's business.</param>
    /// <param name="earlierItems">The input and output items that come before its <c>input</c>, oldest first. They have to live as long as the conversation.</param>
    public static Conversation Read(JsonCursor request, IReadOnlyList<JsonElement> earlierItems) => RequestReader.Read(request, earlierItems);

    /// <inheritdoc/>
    public bool CanSay(in AnswerPiece piece) => piece.Kind switch
    {
        AnswerPieceKind.Media => piece.Name.StartsWith("image"u8) && !piece.Text.IsEmpty,
        AnswerPieceKind.Refusal => piece.Logprobs.IsEmpty,
        _ => true,
    };

    /// <inheritdoc/>
    public AnswerWriter Stream(AnswerContext context, IBufferWriter<byte> output) => new StreamWriter(context) { Output = output };

    /// <inheritdoc/>
    public void Write(CollectedAnswer answer, AnswerContext context, IBufferWriter<byte> output) =>
        WriteResponse(answer, context, ResponseWriter.StatusOf(answer), null, output);

    /// <summary>Writes a response object, whatever has become of it.</summary>
    /// <param name="answer">What was answered, as far as it came.</param>
    /// <param name="context">The call.</param>
    /// <param name="status">Where it stands.</param>
    /// <param name="error">Why it failed; only used with <see cref="ResponseStatus.Failed"/>.</param>
    /// <param name="output">Where it goes.</param>
    public static void WriteResponse(CollectedAnswer answer, AnswerContext context, ResponseStatus status, ClientError? error, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, RawJson.WriterOptions);
        new ResponseWriter(context).Write(writer, status, answer, ItemsOf(answer, context, status), error);
    }

    /// <summary>Writes the items of an answer as a JSON array: what a later request goes on from.</summary>
    public static void WriteOutput(CollectedAnswer answer, AnswerContext context, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, RawJson.WriterOptions);
        OutputWriter.WriteAll(writer, ItemsOf(answer, context, ResponseWriter.StatusOf(answer)));
    }

    /// <inheritdoc/>
    public void Write(in ClientError error, bool asEvent, IBufferWriter<byte> output)
    {
        if (asEvent) ErrorEvent.Write(error, output);
        else ErrorBody.Write(output, error.Message, error.Type, error.Param, error.Code);
    }

    /// <inheritdoc/>
    public void Write(Conversation conversation, ProviderTarget target, IBufferWriter<byte> output) => RequestWriter.Write(conversation, target, output);

    /// <inheritdoc/>
    public IAnswerReader Stream(int choices) => new StreamReader();

    /// <inheritdoc/>
    public bool TryRead(ReadOnlyMemory<byte> answer, IAnswerSink sink) => ResponseBody.TryRead(answer, sink);

    /// <inheritdoc/>
    public bool TryRead(int status, ReadOnlySpan<byte> body, [NotNullWhen(true)] out ProviderError? error)
    {
        // Servers that speak OpenAI's dialect leave out some of the four keys; the message is what makes it an error.
        // A response that failed after its status was sent has only a code to tell what went wrong.
        ErrorBody.TryRead(body, out var message, out var type, out var param, out var code);
        if (message is null)
        {
            error = null;
            return false;
        }
        var kind = status >= 400 ? ErrorWording.Refine(ErrorKinds.Of(status), code, type, message) : ErrorWords.KindOf(code, type, message);
        error = new ProviderError(kind, message, code ?? type, param);
        return true;
    }

    private static OutputItems ItemsOf(CollectedAnswer answer, AnswerContext context, ResponseStatus status) =>
        OutputItems.Of(answer, context, isCutOff: status != ResponseStatus.Completed);
}
