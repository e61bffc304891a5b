using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Weir.Dialects.Json;
using Weir.Dialects.Sse;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;

namespace Weir.Gateway.Responses;

/// <summary>Takes out of a call of the responses API what its tenant may come back to.</summary>
internal static class ResponseKeeper
{
    /// <summary>Whether a call's answer is to be kept: clients have to say so when they do not want that.</summary>
    public static bool Keeps(Call call) =>
        call.Endpoint == CallEndpoint.Responses && call.Head?.Store != false && call.Model.Responses.Retention > TimeSpan.Zero;

    /// <summary>Has a whole answer written with its call.</summary>
    public static void Keep(Call call, ILogger log)
    {
        try
        {
            if (BodyOf(call.Reply.Ending, call.Record.Streamed) is not { } body || Read(body) is not ({ } id, var items))
            {
                ResponsesLog.NotStored(log, call.Record.Id);
                return;
            }
            var keeper = call.Attempt!.Translation is null ? call.Deployment!.Name : null;
            call.Record.Stored = new StoredResponse
            {
                Id = id,
                Tenant = call.Key!.Tenant,
                CreatedAt = call.Record.StartedAt,
                ExpiresAt = call.Record.StartedAt + (call.Model.Responses.Retention.Ticks / TimeSpan.TicksPerMicrosecond),
                PreviousId = call.Head!.PreviousResponse,
                Deployment = keeper,
                Models = ModelsOf(call),
                Items = keeper is null ? [] : items,
                Input = InputOf(call.Body!.Bytes),
                Body = body,
            };
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            ResponsesLog.NotStored(log, call.Record.Id);
        }
    }

    /// <summary>The response object: the answer itself, or what the stream's last event says.</summary>
    private static byte[]? BodyOf(ReadOnlySpan<byte> ending, bool streamed)
    {
        if (!streamed) return ending.ToArray();
        byte[]? body = null;
        while (SseEvent.TryRead(ending, out var @event))
        {
            ending = ending[@event.Raw.Length..];
            if (@event.Data.IsEmpty || @event.Data[0] != '{') continue;
            using var document = StoredJson.Document(@event.Data);
            if (document.RootElement.TryGetProperty("response"u8, out var response)) body = RawJson.Of(response).ToArray();
        }
        return body;
    }

    private static (string? Id, IReadOnlyList<string> Items) Read(byte[] body)
    {
        using var document = StoredJson.Document(body);
        var id = document.RootElement.TryGetProperty("id"u8, out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
        return (id, ResponseItems.IdsOf(document.RootElement));
    }

    /// <summary>All models of the conversation, so that its last response tells who may see it.</summary>
    private static IReadOnlyList<string>? ModelsOf(Call call)
    {
        var model = call.Head!.Model;
        if (call.Previous is not { } previous) return [model];
        return previous.Models is not { } before || before.Contains(model, StringComparer.Ordinal) ? previous.Models : [.. before, model];
    }

    /// <summary>What was asked, always as a list: a bare text is one message of the user.</summary>
    private static byte[] InputOf(ReadOnlyMemory<byte> request)
    {
        using var document = StoredJson.Document(request.Span);
        if (!document.RootElement.TryGetProperty("input"u8, out var input)) return "[]"u8.ToArray();
        if (input.ValueKind == JsonValueKind.Array) return RawJson.Of(input).ToArray();
        // Nothing (null), or something that the provider alone understands.
        if (input.ValueKind != JsonValueKind.String) return "[]"u8.ToArray();
        var items = new ArrayBufferWriter<byte>();
        items.Write("[{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":"u8);
        items.Write(RawJson.Of(input));
        items.Write("}]}]"u8);
        return items.WrittenSpan.ToArray();
    }
}
