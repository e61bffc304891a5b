using System.Buffers;
using System.Text.Json;
using Weir.Lab.Simulator.Answers;

namespace Weir.Lab.Simulator.Messages;

/// <summary><c>POST /v1/messages</c> and <c>/v1/messages/count_tokens</c>.</summary>
internal sealed class MessagesEndpoint(AnswerEngine engine)
{
    private readonly MessagesAnswerWriter _writer = new();

    public async Task<ApiError?> AnswerAsync(Exchange exchange, JsonElement root)
    {
        var (request, invalid) = new MessagesReader(root, exchange.Http.Request.Headers, engine.Seal).Read(counting: false);
        if (request is null)
            return invalid;
        var (answer, error) = engine.Compose(exchange, request, "msg_");
        if (answer is null)
            return error;
        await AnswerEngine.SendAsync(exchange, answer, _writer);
        return null;
    }

    public async Task<ApiError?> CountAsync(Exchange exchange, JsonElement root)
    {
        var (request, invalid) = new MessagesReader(root, exchange.Http.Request.Headers, engine.Seal).Read(counting: true);
        if (request is null)
            return invalid;
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body, JsonOutput.Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("input_tokens", request.PromptTokens);
            writer.WriteEndObject();
        }

        exchange.WriteStandardHeaders(0);
        await PlainBody.SendAsync(exchange, body.WrittenMemory);
        return null;
    }
}
