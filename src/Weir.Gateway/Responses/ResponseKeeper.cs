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
            if (BodyOf(call.Reply.Ending.Span, call.Record.Streamed) is not { } body || Read(body) is not ({ } id, var items))
            {
                ResponsesLog.NotStored(log, call.Record.Id);
                return;
            }
            Keep(call, id, items, body);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            ResponsesLog.NotStored(log, call.Record.Id);
        }
    }

    /// <summary>Has what a broken stream began with written with its call: the provider works on, and the client may come back for it.</summary>
    public static void KeepBegun(Call call)
    {
        try
        {
            if (call.Begun is { } body && Read(body) is ({ } id, var items)) Keep(call, id, items, body);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The request itself cannot be read again; the ledger says that the usage is unknown.
        }
    }

    /// <summary>The response object in an event of a stream, if the event has one that names itself.</summary>
    public static byte[]? BegunIn(in SseEvent @event)
    {
        try
        {
            return BodyOf(@event.Raw, streamed: true) is { } body && Read(body).Id is not null ? body : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void Keep(Call call, string id, IReadOnlyList<string> items, byte[] body)
    {
        var deployment = call.Deployment!;
        var isKeptThere = call.Attempt!.Translation is null;
        var stored = call.Record.Stored = new StoredResponse
        {
            Id = id,
            Tenant = call.Key!.Tenant,
            CreatedAt = call.Record.StartedAt,
            ExpiresAt = call.Record.StartedAt + (call.Model.Responses.Retention.Ticks / TimeSpan.TicksPerMicrosecond),
            PreviousId = call.Head!.PreviousResponse,
            Deployment = isKeptThere ? deployment.Name : null,
            Models = ModelsOf(call),
            Items = isKeptThere ? items : [],
            Input = InputOf(call.Body!.Bytes),
            Body = body,
        };
        if (stored.Deployment is null || !ResponseState.IsAtWork(body)) return;
        call.Record.Unsettled = new UnsettledResponse
        {
            CallId = call.Record.Id,
            Tenant = stored.Tenant,
            ResponseId = id,
            StartedAt = stored.CreatedAt,
            ExpiresAt = stored.ExpiresAt,
            Deployment = deployment.Name,
            RequestBytes = call.Body.Bytes.Length,
            Price = deployment.Price?.At(call.Record.StartedAt),
            Reserved = call.Attempt.Record.Hold?.Amount,
            NextAskAt = call.Record.StartedAt + call.ElapsedMicros + (ResponseSettler.Shortest.Ticks / TimeSpan.TicksPerMicrosecond),
        };
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
