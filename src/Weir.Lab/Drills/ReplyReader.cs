using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace Weir.Lab.Drills;

/// <summary>Reads one answer of the chat API, plain or in events, and keeps what came when it breaks. One per call.</summary>
internal sealed class ReplyReader(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private readonly StringBuilder _text = new();
    private DrillReply _reply = new();

    public async Task<DrillReply> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        _reply = _reply with
        {
            Status = (int)response.StatusCode,
            RequestId = response.Headers.TryGetValues("x-request-id", out var ids) ? ids.First() : null,
        };
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream") await ReadEventsAsync(body, cancellationToken);
        else await ReadPlainAsync(body, cancellationToken);
        return Ended();
    }

    /// <summary>What had come until something broke.</summary>
    public DrillReply Broken(string problem)
    {
        _reply = _reply with { Problem = problem };
        return Ended();
    }

    private DrillReply Ended() => _reply with { Text = _text.ToString(), Duration = time.GetElapsedTime(_started) };

    private async Task ReadPlainAsync(Stream body, CancellationToken cancellationToken)
    {
        using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        _reply = _reply with { HasEnd = true };
        Take(document.RootElement, "message");
    }

    private async Task ReadEventsAsync(Stream body, CancellationToken cancellationToken)
    {
        await foreach (var item in SseParser.Create(body).EnumerateAsync(cancellationToken))
        {
            if (item.Data == "[DONE]")
            {
                _reply = _reply with { HasEnd = true };
                continue;
            }

            using var document = JsonDocument.Parse(item.Data);
            Take(document.RootElement, "delta");
        }
    }

    private void Take(JsonElement root, string holder)
    {
        if (root.ValueKind != JsonValueKind.Object) return;
        if (Member(root, "error") is { ValueKind: JsonValueKind.Object } error) _reply = _reply with { Error = Text(error, "code") ?? Text(error, "message") ?? "error" };
        _reply = _reply with { Model = Text(root, "model") ?? _reply.Model };
        if (Member(root, "usage") is { ValueKind: JsonValueKind.Object } usage)
            _reply = _reply with { PromptTokens = Number(usage, "prompt_tokens"), CompletionTokens = Number(usage, "completion_tokens") };
        if (Member(root, "choices") is not { ValueKind: JsonValueKind.Array } choices) return;
        foreach (var choice in choices.EnumerateArray())
        {
            _reply = _reply with { Finish = Text(choice, "finish_reason") ?? _reply.Finish };
            if (Member(choice, holder) is not { ValueKind: JsonValueKind.Object } message || Text(message, "content") is not { Length: > 0 } said) continue;
            if (_text.Length == 0) _reply = _reply with { FirstToken = time.GetElapsedTime(_started) };
            _text.Append(said);
        }
    }

    private static JsonElement? Member(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement owner, string name) => Member(owner, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static int? Number(JsonElement owner, string name) => Member(owner, name) is { ValueKind: JsonValueKind.Number } value ? value.GetInt32() : null;
}
