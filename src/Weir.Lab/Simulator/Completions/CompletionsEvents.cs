using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Chat;

namespace Weir.Lab.Simulator.Completions;

/// <summary>The chunks of a streamed completion.</summary>
internal sealed class CompletionsEvents(Exchange exchange, ChatAnswer answer, EventWriter output) : IAnswerEvents
{
    private readonly JsonEvents _events = new(output);

    public bool ShowsThinking => false;

    public ValueTask BeginAsync() => ValueTask.CompletedTask;

    public ValueTask DeltaAsync(ChatChoice choice, Delta delta, bool flush) => ChunkAsync(choice, delta.Text, null, flush);

    public ValueTask FinishAsync(ChatChoice choice) => ChunkAsync(choice, "", choice.FinishReason, flush: false);

    public async ValueTask EndAsync()
    {
        if (answer.Request.IncludeUsage && answer.Usage is { } usage)
        {
            await _events.SendAsync(null, writer =>
            {
                CompletionsWriter.WriteHead(writer, answer);
                writer.WriteStartArray("choices");
                writer.WriteEndArray();
                UsageWriter.Write(writer, usage);
            });
        }

        await ChatEvents.DoneAsync(exchange, output);
    }

    public void Dispose() => _events.Dispose();

    private ValueTask ChunkAsync(ChatChoice choice, string text, string? finish, bool flush) => _events.SendAsync(
        null,
        writer =>
        {
            CompletionsWriter.WriteHead(writer, answer);
            writer.WriteStartArray("choices");
            CompletionsWriter.WriteChoice(writer, choice.Index, text, finish);
            writer.WriteEndArray();
            if (answer.Request.IncludeUsage && answer.Usage is not null)
                writer.WriteNull("usage");
        },
        flush);
}
