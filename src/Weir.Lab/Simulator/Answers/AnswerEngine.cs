using System.Buffers;
using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Simulator.Answers;

/// <summary>What all dialects have in common: decides the answer, counts its cost, and sends it plain or streamed.</summary>
internal sealed class AnswerEngine(SimulatorOptions options)
{
    private readonly PromptCache _cache = new();

    public Seal Seal { get; } = new(options.Seed);

    /// <summary>The answer, or the reason why there is none.</summary>
    public (ChatAnswer? Answer, ApiError? Error) Compose(Exchange exchange, ChatRequest request, string id)
    {
        if (!request.Profile.Chats)
            return (null, new ApiError(404, $"The model '{request.Model}' does not exist or does not generate text.", ApiError.InvalidRequest, "model", "model_not_found"));
        if (request.PromptTokens > request.Profile.ContextTokens && !request.Truncates)
            return (null, exchange.Dialect.TooLong(request));
        var (choices, reasoning, error) = new AnswerComposer(request, options, exchange.Fault).Compose();
        if (error is not null)
            return (null, error);
        exchange.Record.Usage = Usage(exchange, request, choices, reasoning);
        var answer = new ChatAnswer(
            exchange.Id(id), exchange.Time.GetUtcNow().ToUnixTimeSeconds(), request, choices, exchange.Record.Usage)
        {
            Seal = Seal,
        };
        return (answer, null);
    }

    /// <summary>Sends the answer; false when a fault ended it early.</summary>
    public static async Task<bool> SendAsync(Exchange exchange, ChatAnswer answer, IAnswerWriter writer)
    {
        var pacer = new Pacer(exchange, answer.Request.Profile);
        if (answer.Request.Stream)
            return await new AnswerStream(exchange, answer, pacer, writer).RunAsync();

        await pacer.UntilTokenAsync(answer.Steps);
        var body = new ArrayBufferWriter<byte>(4096);
        writer.WritePlain(body, answer);
        exchange.WriteStandardHeaders(answer.Request.PromptTokens);
        exchange.Record.TokensSent = answer.TokenCount;
        await PlainBody.SendAsync(exchange, body.WrittenMemory);
        return true;
    }

    private ChatUsage? Usage(Exchange exchange, ChatRequest request, IReadOnlyList<ChatChoice> choices, int reasoning)
    {
        var completion = choices.Sum(choice => choice.TokenCount + reasoning);
        var known = request.Prefix is { } prefix && _cache.Touch(request.Model, prefix);
        var cached = request.Prefix?.Tokens ?? 0;
        var usage = new ChatUsage(
            request.PromptTokens, known ? cached : 0, completion, reasoning * choices.Count, request.PromptTokens + completion)
        {
            CacheWritten = known ? 0 : cached,
        };
        return exchange.Fault?.Kind switch
        {
            FaultKind.NoUsage => null,
            FaultKind.WrongUsage => usage.Falsify(exchange.Fault.Word),
            _ => usage,
        };
    }
}
