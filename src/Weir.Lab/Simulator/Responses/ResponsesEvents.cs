using System.Text.Json;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Chat;

namespace Weir.Lab.Simulator.Responses;

/// <summary>The events of a streamed response, numbered: each item is added, filled part by part, and done.</summary>
internal sealed class ResponsesEvents(Exchange exchange, ChatAnswer answer, EventWriter output) : IAnswerEvents
{
    private const string Padding = "abcdefghijklmnop";

    private readonly JsonEvents _events = new(output);
    private readonly ItemWriter _items = new(answer);
    private int _sequence;
    private int _output = -1;
    private Delta? _open;

    public bool ShowsThinking => true;

    public async ValueTask BeginAsync()
    {
        var isBackground = Validation.Check.Given(answer.Request.Root, "background") is { ValueKind: JsonValueKind.True };
        await ResponseAsync("response.created", isBackground ? Progress.Queued : Progress.InProgress);
        if (isBackground)
            await ResponseAsync("response.queued", Progress.Queued);
        await ResponseAsync("response.in_progress", Progress.InProgress);
    }

    public async ValueTask DeltaAsync(ChatChoice choice, Delta delta, bool flush)
    {
        switch (delta.Kind)
        {
            case DeltaKind.Thinking:
                await OpenAsync(choice, delta);
                if (_items.ShowsSummary)
                    await PieceAsync("response.reasoning_summary_text.delta", _items.ReasoningId, "summary_index", delta.Text, flush);
                break;
            case DeltaKind.Text:
                await OpenAsync(choice, delta);
                await PieceAsync("response.output_text.delta", _items.MessageId, "content_index", delta.Text, flush);
                break;
            case DeltaKind.CallStart:
                await OpenAsync(choice, delta);
                break;
            default:
                await PieceAsync("response.function_call_arguments.delta", _items.CallId(delta.Call), null, delta.Text, flush);
                break;
        }
    }

    public async ValueTask FinishAsync(ChatChoice choice)
    {
        // A message that says nothing is a message all the same.
        if (choice.TokenCount == 0)
            await OpenAsync(choice, new Delta(DeltaKind.Text));
        await CloseAsync(choice);
    }

    public async ValueTask EndAsync()
    {
        await ResponseAsync(answer.Choices[0].FinishReason == "length" ? "response.incomplete" : "response.completed", Progress.Whole);
        await ChatEvents.DoneAsync(exchange, output);
    }

    public void Dispose() => _events.Dispose();

    private async ValueTask OpenAsync(ChatChoice choice, Delta first)
    {
        if (_open is { } open && open.Kind == first.Kind && open.Call == first.Call)
            return;
        await CloseAsync(choice);
        _open = first;
        _output++;
        await ItemAsync("response.output_item.added", first, whole: false);
        if (first.Kind == DeltaKind.Text)
            await PartAsync("response.content_part.added", []);
        else if (first.Kind == DeltaKind.Thinking && _items.ShowsSummary)
            await SummaryPartAsync("response.reasoning_summary_part.added", "");
    }

    private async ValueTask CloseAsync(ChatChoice choice)
    {
        if (_open is not { } open)
            return;
        _open = null;
        switch (open.Kind)
        {
            case DeltaKind.Thinking when _items.ShowsSummary:
                await SendAsync("response.reasoning_summary_text.done", writer =>
                {
                    WritePlace(writer, _items.ReasoningId, "summary_index");
                    writer.WriteString("text", choice.ThinkingText);
                });
                await SummaryPartAsync("response.reasoning_summary_part.done", choice.ThinkingText);
                break;
            case DeltaKind.Text:
                await SendAsync("response.output_text.done", writer =>
                {
                    WritePlace(writer, _items.MessageId, "content_index");
                    writer.WriteString("text", choice.Text);
                    _items.WriteLogprobs(writer, choice.Tokens);
                });
                await PartAsync("response.content_part.done", choice.Tokens);
                break;
            case DeltaKind.CallStart:
                await SendAsync("response.function_call_arguments.done", writer =>
                {
                    WritePlace(writer, _items.CallId(open.Call), null);
                    writer.WriteString("name", choice.Calls[open.Call].Name);
                    writer.WriteString("arguments", choice.Calls[open.Call].Json);
                });
                break;
        }

        await ItemAsync("response.output_item.done", open, whole: true);
    }

    private ValueTask ResponseAsync(string type, Progress progress) => SendAsync(type, writer =>
    {
        writer.WriteStartObject("response");
        ResponseWriter.WriteMembers(writer, answer, progress);
        writer.WriteEndObject();
    });

    private ValueTask ItemAsync(string type, Delta item, bool whole) => SendAsync(type, writer =>
    {
        writer.WriteNumber("output_index", _output);
        writer.WritePropertyName("item");
        switch (item.Kind)
        {
            case DeltaKind.Thinking:
                _items.WriteReasoning(writer, whole);
                break;
            case DeltaKind.Text:
                _items.WriteMessage(writer, whole);
                break;
            default:
                _items.WriteCall(writer, item.Call, whole);
                break;
        }
    });

    private ValueTask PartAsync(string type, IReadOnlyList<string> tokens) => SendAsync(type, writer =>
    {
        WritePlace(writer, _items.MessageId, "content_index");
        writer.WriteStartObject("part");
        _items.WritePart(writer, tokens);
        writer.WriteEndObject();
    });

    private ValueTask SummaryPartAsync(string type, string text) => SendAsync(type, writer =>
    {
        WritePlace(writer, _items.ReasoningId, "summary_index");
        writer.WriteStartObject("part");
        ItemWriter.WriteSummary(writer, text);
        writer.WriteEndObject();
    });

    private ValueTask PieceAsync(string type, string id, string? index, string piece, bool flush) => SendAsync(
        type,
        writer =>
        {
            WritePlace(writer, id, index);
            writer.WriteString("delta", piece);
            if (type == "response.output_text.delta")
                _items.WriteLogprobs(writer, [piece]);
            if (answer.Request.IncludeObfuscation)
                writer.WriteString("obfuscation", Padding.AsSpan(0, 1 + (piece.Length % (Padding.Length - 1))));
        },
        flush);

    private void WritePlace(Utf8JsonWriter writer, string id, string? index)
    {
        writer.WriteString("item_id", id);
        writer.WriteNumber("output_index", _output);
        if (index is not null)
            writer.WriteNumber(index, 0);
    }

    private ValueTask SendAsync(string type, Action<Utf8JsonWriter> members, bool flush = false) => _events.SendAsync(
        type,
        writer =>
        {
            writer.WriteString("type", type);
            writer.WriteNumber("sequence_number", _sequence++);
            members(writer);
        },
        flush);
}
