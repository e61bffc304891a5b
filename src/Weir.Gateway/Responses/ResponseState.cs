using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Json;
using Weir.Dialects.OpenAI;
using Weir.Dialects.Usage;
using Weir.Gateway.Identity;
using Weir.Gateway.Ledger;
using Weir.Gateway.Relay;
using Weir.Tokens;

namespace Weir.Gateway.Responses;

/// <summary>What a response object says of how far the provider is with it.</summary>
internal static class ResponseState
{
    /// <summary>Why the usage of a response is unknown whose provider knows nothing of it any more, or never came to an end with it.</summary>
    public const string Lost = "response_lost";

    /// <summary>Whether the provider is not done yet.</summary>
    public static bool IsAtWork(ReadOnlySpan<byte> body)
    {
        using var document = StoredJson.Document(body);
        return IsAtWork(document.RootElement);
    }

    /// <inheritdoc cref="IsAtWork(ReadOnlySpan{byte})"/>
    public static bool IsAtWork(JsonElement response) =>
        response.TryGetProperty("status"u8, out var status) && status.ValueKind == JsonValueKind.String && (status.ValueEquals("queued"u8) || status.ValueEquals("in_progress"u8));

    /// <summary>Whether the response was made in the background.</summary>
    public static bool IsBackground(ReadOnlySpan<byte> body)
    {
        using var document = StoredJson.Document(body);
        return document.RootElement.TryGetProperty("background"u8, out var background) && background.ValueKind == JsonValueKind.True;
    }

    /// <summary>What the ledger is to know of a response that has ended.</summary>
    public static Settlement SettlementOf(ReadOnlySpan<byte> body, UnsettledResponse response)
    {
        using var document = StoredJson.Document(body);
        var said = document.RootElement;
        var status = Text(said, "status"u8);
        var hasFailed = status == "failed";
        var (usage, source) = UsageOf(said, body, status, response.RequestBytes);
        var charge = source.HasCounts() && response.Price is { } price ? price.CostOf(usage) : default;
        return new Settlement
        {
            Usage = usage,
            Source = source,
            Cost = charge.Amount,
            Gaps = charge.Gaps,
            Saved = charge.Saved,
            Outcome = hasFailed ? Outcome.UpstreamError : Outcome.Completed,
            ErrorCode = hasFailed ? (said.TryGetProperty("error"u8, out var error) ? Text(error, "code"u8) : null) ?? "server_error" : null,
            FinishReason = status,
            ModelAnswered = Text(said, "model"u8),
        };
    }

    /// <summary>What the ledger is to know of a response that nobody can tell the end of.</summary>
    public static Settlement Unknown { get; } = new() { Source = UsageSource.Unknown, Outcome = Outcome.UpstreamFailed, ErrorCode = Lost };

    /// <summary>What the ledger is to know of a response that its client has deleted, of which the provider did not say what it had used.</summary>
    public static Settlement Deleted { get; } = new() { Source = UsageSource.Unknown, Outcome = Outcome.Completed, FinishReason = "deleted" };

    /// <summary>A response object as a client is shown it once its provider knows nothing of it: failed, so that nobody waits for it.</summary>
    public static ReadOnlyMemory<byte> AsLost(ReadOnlySpan<byte> body)
    {
        using var document = StoredJson.Document(body);
        var output = new ArrayBufferWriter<byte>(body.Length + 256);
        using (var json = new Utf8JsonWriter(output, RawJson.WriterOptions))
        {
            json.WriteStartObject();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.NameEquals("status"u8) || member.NameEquals("error"u8)) continue;
                json.WritePropertyName(member.Name);
                json.WriteRaw(member.Value);
            }
            json.WriteString("status"u8, "failed"u8);
            json.WriteStartObject("error"u8);
            json.WriteString("code"u8, "server_error"u8);
            json.WriteString("message"u8, "The provider does not know this response any more. What became of it cannot be learnt; ask anew."u8);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return output.WrittenMemory;
    }

    private static (TokenUsage Usage, UsageSource Source) UsageOf(JsonElement said, ReadOnlySpan<byte> body, string? status, long requestBytes)
    {
        if (said.TryGetProperty("usage"u8, out var raw) && UsageReader.TryRead(RawJson.Of(raw), out TokenUsage usage))
            return (usage.Under(ServiceTiers.Read(said.TryGetProperty("service_tier"u8, out var tier) ? RawJson.Of(tier) : default)), UsageSource.Provider);
        var text = PlainAnswerShape.Of(Dialects.Dialect.Responses).Text();
        new JsonSkimmer(text).Feed(body);
        // Providers that count nothing: as for any other answer, what came is the best that is known.
        if (text.Bytes > 0 || status is "completed" or "incomplete")
            return (new TokenUsage(TokenEstimate.OfBytes(requestBytes), TokenEstimate.OfBytes(text.Bytes)), UsageSource.Estimated);
        // One that was called off had begun; how far it had come only the provider knows.
        return (default, status == "failed" ? UsageSource.None : UsageSource.Unknown);
    }

    private static string? Text(JsonElement owner, ReadOnlySpan<byte> name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? Attribution.Clip(value.GetString()) : null;
}
