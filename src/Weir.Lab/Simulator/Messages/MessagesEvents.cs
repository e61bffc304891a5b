using System.Text.Json;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Simulator.Messages;

/// <summary>The events of a streamed message: one block after the other, each opened, filled and closed.</summary>
internal sealed class MessagesEvents(Exchange exchange, ChatAnswer answer, EventWriter output) : IAnswerEvents
{
    private readonly JsonEvents _events = new(output);
    private int _block = -1;
    private DeltaKind? _open;

    public bool ShowsThinking => true;

    public ValueTask BeginAsync() => SendAsync("message_start", writer =>
    {
        writer.WriteStartObject("message");
        MessagesAnswerWriter.WriteHead(writer, answer);
        writer.WriteStartArray("content");
        writer.WriteEndArray();
        writer.WriteNull("stop_reason");
        writer.WriteNull("stop_sequence");
        if (answer.Usage is { } usage)
        {
            // Output tokens count up from here: the last word has message_delta.
            writer.WriteStartObject("usage");
            MessagesAnswerWriter.WriteInput(writer, usage);
            writer.WriteNumber("output_tokens", 1);
            writer.WriteString("service_tier", "standard");
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    });

    public async ValueTask DeltaAsync(ChatChoice choice, Delta delta, bool flush)
    {
        switch (delta.Kind)
        {
            case DeltaKind.Thinking:
                await OpenAsync(DeltaKind.Thinking, choice, writer =>
                {
                    writer.WriteString("type", "thinking");
                    writer.WriteString("thinking", "");
                    writer.WriteString("signature", "");
                });
                if (!answer.Request.HidesThinking)
                    await DeltaAsync("thinking_delta", "thinking", delta.Text, flush);
                break;
            case DeltaKind.Text:
                await OpenAsync(DeltaKind.Text, choice, writer =>
                {
                    writer.WriteString("type", "text");
                    writer.WriteString("text", "");
                });
                await DeltaAsync("text_delta", "text", delta.Text, flush);
                break;
            case DeltaKind.CallStart:
                await CloseAsync(choice);
                var call = choice.Calls[delta.Call];
                await OpenAsync(DeltaKind.CallStart, choice, writer =>
                {
                    writer.WriteString("type", "tool_use");
                    writer.WriteString("id", MessagesAnswerWriter.CallId(call));
                    writer.WriteString("name", call.Name);
                    writer.WriteStartObject("input");
                    writer.WriteEndObject();
                    MessagesAnswerWriter.WriteCaller(writer);
                });
                await DeltaAsync("input_json_delta", "partial_json", "", flush);
                break;
            default:
                await DeltaAsync("input_json_delta", "partial_json", delta.Text, flush);
                break;
        }
    }

    public async ValueTask FinishAsync(ChatChoice choice)
    {
        await CloseAsync(choice);
        await SendAsync("message_delta", writer =>
        {
            writer.WriteStartObject("delta");
            MessagesAnswerWriter.WriteStop(writer, choice);
            writer.WriteEndObject();
            MessagesAnswerWriter.WriteContextManagement(writer, answer);
            if (answer.Usage is { } usage)
            {
                writer.WriteStartObject("usage");
                MessagesAnswerWriter.WriteInput(writer, usage);
                MessagesAnswerWriter.WriteOutput(writer, usage.Completion, usage.Reasoning);
                writer.WriteEndObject();
            }
        });
    }

    public async ValueTask EndAsync()
    {
        if (!exchange.LacksTerminator)
            await SendAsync("message_stop", static _ => { });
        if (exchange.Has(FaultKind.DuplicateDone))
            await SendAsync("message_stop", static _ => { });
    }

    public void Dispose() => _events.Dispose();

    private async ValueTask OpenAsync(DeltaKind kind, ChatChoice choice, Action<Utf8JsonWriter> block)
    {
        if (_open == kind)
            return;
        await CloseAsync(choice);
        _open = kind;
        _block++;
        await SendAsync("content_block_start", writer =>
        {
            writer.WriteNumber("index", _block);
            writer.WriteStartObject("content_block");
            block(writer);
            writer.WriteEndObject();
        });
        if (_block == 0)
            await SendAsync("ping", static _ => { });
    }

    private async ValueTask CloseAsync(ChatChoice choice)
    {
        if (_open is null)
            return;
        if (_open == DeltaKind.Thinking)
            await DeltaAsync("signature_delta", "signature", answer.Seal.Sign(BlockReader.Purpose, choice.ThinkingText), flush: false);
        _open = null;
        await SendAsync("content_block_stop", writer => writer.WriteNumber("index", _block));
    }

    private ValueTask DeltaAsync(string type, string name, string text, bool flush) => SendAsync(
        "content_block_delta",
        writer =>
        {
            writer.WriteNumber("index", _block);
            writer.WriteStartObject("delta");
            writer.WriteString("type", type);
            writer.WriteString(name, text);
            writer.WriteEndObject();
        },
        flush);

    private ValueTask SendAsync(string type, Action<Utf8JsonWriter> members, bool flush = false) => _events.SendAsync(
        type,
        writer =>
        {
            writer.WriteString("type", type);
            members(writer);
        },
        flush);
}
