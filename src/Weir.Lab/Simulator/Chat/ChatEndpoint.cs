using System.Buffers;
using System.Text.Json;
using Weir.Lab.Simulator.Faults;
using Weir.Lab.Simulator.Validation;

namespace Weir.Lab.Simulator.Chat;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatEndpoint(SimulatorOptions options)
{
    private readonly PromptCache _cache = new();

    /// <summary>Answers, or returns the error to answer with.</summary>
    public async Task<ApiError?> AnswerAsync(Exchange exchange, JsonElement root)
    {
        if (ChatFields.Validate(root) is { } invalid)
            return invalid;
        var request = ChatRequestReader.Read(root);
        if (request.PromptTokens > request.Profile.ContextTokens)
            return TooLong(request);
        var (choices, reasoning, error) = new AnswerComposer(request, options.Seed, exchange.Fault).Compose();
        if (error is not null)
            return error;

        var answer = new ChatAnswer(
            exchange.Id("chatcmpl-"), exchange.Time.GetUtcNow().ToUnixTimeSeconds(), request, choices, Usage(exchange, request, choices, reasoning));
        var pacer = new Pacer(exchange, request.Profile);
        if (request.Stream)
        {
            await new ChatStream(exchange, answer, pacer).RunAsync();
            return null;
        }

        await pacer.UntilTokenAsync(answer.Steps);
        var body = new ArrayBufferWriter<byte>(4096);
        CompletionWriter.Write(body, answer);
        exchange.WriteStandardHeaders(request.PromptTokens);
        exchange.Record.TokensSent = choices.Sum(choice => choice.TokenCount);
        await PlainBody.SendAsync(exchange, body.WrittenMemory);
        return null;
    }

    private ChatUsage? Usage(Exchange exchange, ChatRequest request, IReadOnlyList<ChatChoice> choices, int reasoning)
    {
        var completion = choices.Sum(choice => choice.TokenCount + reasoning);
        var usage = new ChatUsage(
            request.PromptTokens, _cache.Touch(request), completion, reasoning * choices.Count, request.PromptTokens + completion);
        return exchange.Fault?.Kind switch
        {
            FaultKind.NoUsage => null,
            FaultKind.WrongUsage => usage.Falsify(exchange.Fault.Word),
            _ => usage,
        };
    }

    private static ApiError TooLong(ChatRequest request) => ApiError.Invalid(
        $"This model's maximum context length is {request.Profile.ContextTokens} tokens. However, your messages resulted in {request.PromptTokens} tokens. "
        + "Please reduce the length of the messages.",
        "messages",
        "context_length_exceeded");
}
