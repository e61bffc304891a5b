using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Simulator.Gemini;

/// <summary>The chunks of streamed content: each is a response of its own with what is new in it; calls are never split.</summary>
internal sealed class GeminiEvents(Exchange exchange, ChatAnswer answer, EventWriter output) : IAnswerEvents
{
    private readonly JsonEvents _events = new(output);
    private readonly int[] _callsSent = new int[answer.Choices.Count];

    public bool ShowsThinking => true;

    public ValueTask BeginAsync() => ValueTask.CompletedTask;

    public async ValueTask DeltaAsync(ChatChoice choice, Delta delta, bool flush)
    {
        switch (delta.Kind)
        {
            case DeltaKind.Thinking when answer.Request.HidesThinking:
                break;
            case DeltaKind.Thinking or DeltaKind.Text:
                await _events.SendAsync(null, writer =>
                {
                    writer.WriteStartArray("candidates");
                    GeminiAnswerWriter.WriteCandidate(
                        writer, answer, choice.Index, null, delta.Kind == DeltaKind.Text ? [delta.Text] : [], parts => GeminiAnswerWriter.WriteText(parts, delta.Text, delta.Kind == DeltaKind.Thinking, null));
                    writer.WriteEndArray();
                    GeminiAnswerWriter.WriteTail(writer, answer, isLast: false);
                }, flush);
                break;
            case DeltaKind.CallStart when delta.Call > 0:
                // The call before has all of its arguments now.
                await CallsAsync(choice, delta.Call);
                break;
        }
    }

    public async ValueTask FinishAsync(ChatChoice choice)
    {
        await CallsAsync(choice, choice.Calls.Count);
        var times = exchange.Has(FaultKind.DuplicateDone) ? 2 : 1;
        for (var time = 0; time < times; time++)
        {
            await _events.SendAsync(null, writer =>
            {
                writer.WriteStartArray("candidates");
                GeminiAnswerWriter.WriteCandidate(
                    writer,
                    answer,
                    choice.Index,
                    exchange.LacksTerminator ? null : GeminiAnswerWriter.FinishReason(choice),
                    [],
                    parts => GeminiAnswerWriter.WriteText(parts, "", isThought: false, GeminiAnswerWriter.TextSignature(answer, choice)));
                writer.WriteEndArray();
                GeminiAnswerWriter.WriteTail(writer, answer, isLast: true);
            });
        }
    }

    public ValueTask EndAsync() => ValueTask.CompletedTask;

    public void Dispose() => _events.Dispose();

    private async ValueTask CallsAsync(ChatChoice choice, int until)
    {
        for (; _callsSent[choice.Index] < until; _callsSent[choice.Index]++)
        {
            var call = _callsSent[choice.Index];
            await _events.SendAsync(null, writer =>
            {
                writer.WriteStartArray("candidates");
                GeminiAnswerWriter.WriteCandidate(writer, answer, choice.Index, null, [], parts => GeminiAnswerWriter.WriteCall(parts, answer, choice, call));
                writer.WriteEndArray();
                GeminiAnswerWriter.WriteTail(writer, answer, isLast: false);
            });
        }
    }
}
