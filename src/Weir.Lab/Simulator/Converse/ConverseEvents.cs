using System.Text.Json;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Simulator.Converse;

/// <summary>The events of a streamed Converse answer; only blocks of tools are announced by a start.</summary>
internal sealed class ConverseEvents(Exchange exchange, ChatAnswer answer, EventWriter output) : IAnswerEvents
{
    private readonly JsonEvents _events = new(output);
    private int _block = -1;
    private DeltaKind? _open;

    public bool ShowsThinking => true;

    public ValueTask BeginAsync() => _events.SendAsync("messageStart", static writer => writer.WriteString("role", "assistant"));

    public async ValueTask DeltaAsync(ChatChoice choice, Delta delta, bool flush)
    {
        switch (delta.Kind)
        {
            case DeltaKind.Thinking:
                await OpenAsync(DeltaKind.Thinking, choice);
                await ReasoningAsync("text", delta.Text, flush);
                break;
            case DeltaKind.Text:
                await OpenAsync(DeltaKind.Text, choice);
                await DeltaAsync(writer => writer.WriteString("text", delta.Text), flush);
                break;
            case DeltaKind.CallStart:
                await CloseAsync(choice);
                await OpenAsync(DeltaKind.CallStart, choice);
                await StartAsync(choice.Calls[delta.Call], flush);
                break;
            default:
                await DeltaAsync(
                    writer =>
                    {
                        writer.WriteStartObject("toolUse");
                        writer.WriteString("input", delta.Text);
                        writer.WriteEndObject();
                    },
                    flush);
                break;
        }
    }

    public async ValueTask FinishAsync(ChatChoice choice)
    {
        await CloseAsync(choice);
        var times = exchange.LacksTerminator ? 0 : exchange.Has(FaultKind.DuplicateDone) ? 2 : 1;
        for (var time = 0; time < times; time++)
        {
            await _events.SendAsync("messageStop", writer =>
            {
                ConverseAnswerWriter.WriteMore(writer, answer, choice);
                writer.WriteString("stopReason", ConverseAnswerWriter.StopReason(choice));
            });
        }
    }

    public ValueTask EndAsync() => _events.SendAsync("metadata", writer =>
    {
        ConverseAnswerWriter.WriteMetrics(writer, answer);
        ConverseAnswerWriter.WriteUsage(writer, answer.Usage);
    });

    public void Dispose() => _events.Dispose();

    private async ValueTask OpenAsync(DeltaKind kind, ChatChoice choice)
    {
        if (_open == kind)
            return;
        await CloseAsync(choice);
        _open = kind;
        _block++;
    }

    private async ValueTask CloseAsync(ChatChoice choice)
    {
        if (_open is null)
            return;
        if (_open == DeltaKind.Thinking)
            await ReasoningAsync("signature", answer.Seal.Sign(ConverseBlocks.Purpose, choice.ThinkingText), flush: false);
        _open = null;
        await _events.SendAsync("contentBlockStop", writer => writer.WriteNumber("contentBlockIndex", _block));
    }

    private ValueTask StartAsync(ToolCall call, bool flush) => _events.SendAsync(
        "contentBlockStart",
        writer =>
        {
            writer.WriteNumber("contentBlockIndex", _block);
            writer.WriteStartObject("start");
            writer.WriteStartObject("toolUse");
            writer.WriteString("name", call.Name);
            writer.WriteString("toolUseId", ConverseAnswerWriter.CallId(call));
            writer.WriteEndObject();
            writer.WriteEndObject();
        },
        flush);

    private ValueTask ReasoningAsync(string name, string text, bool flush) => DeltaAsync(
        writer =>
        {
            writer.WriteStartObject("reasoningContent");
            writer.WriteString(name, text);
            writer.WriteEndObject();
        },
        flush);

    private ValueTask DeltaAsync(Action<Utf8JsonWriter> delta, bool flush) => _events.SendAsync(
        "contentBlockDelta",
        writer =>
        {
            writer.WriteNumber("contentBlockIndex", _block);
            writer.WriteStartObject("delta");
            delta(writer);
            writer.WriteEndObject();
        },
        flush);
}
