using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Simulator.Chat;

/// <summary>The chunks of a chat stream, the usage when it was asked for, and <c>[DONE]</c>.</summary>
internal sealed class ChatEvents(Exchange exchange, ChatAnswer answer, EventWriter output) : IAnswerEvents
{
    private readonly ChunkWriter _chunks = new(answer);

    // OpenAI's chat counts its thoughts and does not show them.
    public bool ShowsThinking => false;

    public async ValueTask BeginAsync()
    {
        foreach (var choice in answer.Choices)
            await output.WriteAsync(_chunks.Delta(choice, new Delta(DeltaKind.Role)), flush: false);
    }

    public ValueTask DeltaAsync(ChatChoice choice, Delta delta, bool flush) => output.WriteAsync(_chunks.Delta(choice, delta), flush);

    public ValueTask FinishAsync(ChatChoice choice) => output.WriteAsync(_chunks.Delta(choice, new Delta(DeltaKind.Finish)), flush: false);

    public async ValueTask EndAsync()
    {
        if (answer.Request.IncludeUsage && answer.Usage is { } usage)
            await output.WriteAsync(_chunks.Usage(usage), flush: false);
        await DoneAsync(exchange, output);
    }

    /// <summary>The terminator of OpenAI's streams, as often as the fault says.</summary>
    public static async ValueTask DoneAsync(Exchange exchange, EventWriter output)
    {
        if (!exchange.LacksTerminator)
            await output.WriteAsync("[DONE]"u8.ToArray(), flush: false);
        if (exchange.Has(FaultKind.DuplicateDone))
            await output.WriteAsync("[DONE]"u8.ToArray(), flush: false);
    }

    public void Dispose() => _chunks.Dispose();
}
