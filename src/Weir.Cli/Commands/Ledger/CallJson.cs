using Weir.Cli.Output;
using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;
using Weir.Gateway.Pricing;

namespace Weir.Cli.Commands.Ledger;

/// <summary>
/// Calls as <c>--json</c> prints them. Names and units are those of the ledger's columns: <c>_us</c> is microseconds since the
/// call's start, cost is exact US dollars and null when it is not known.
/// </summary>
internal static class CallJson
{
    public static object Of(CallRecord call)
    {
        var row = new OrderedDictionary<string, object?>
        {
            ["id"] = call.Id,
            ["started_at"] = Show.Iso(call.StartedAt),
            ["endpoint"] = call.Endpoint,
            ["release"] = call.Release,
            ["tenant"] = call.Tenant,
            ["feature"] = call.Feature,
            ["key_id"] = call.KeyId,
            ["end_user"] = call.User,
            ["session"] = call.Session,
            ["tags"] = call.Tags,
            ["origin"] = OriginNames.Of(call.Origin),
            ["prompt"] = call.Prompt,
            ["client_request_id"] = call.ClientRequestId,
            ["model_asked"] = call.ModelAsked,
            ["model_answered"] = call.ModelAnswered,
            ["deployment"] = call.Deployment,
            ["region"] = call.Region,
            ["streamed"] = call.Streamed,
            ["outcome"] = OutcomeNames.Of(call.Outcome),
            ["status"] = call.Status,
            ["error_code"] = call.ErrorCode,
            ["finish_reason"] = call.FinishReason,
            ["first_byte_us"] = call.FirstByteMicros,
            ["first_token_us"] = call.FirstTokenMicros,
            ["duration_us"] = call.DurationMicros,
            ["queued_us"] = call.QueuedMicros,
        };
        AddUsage(row, call.Usage, call.UsageSource, call.Cost, call.Gaps);
        row["saved"] = call.Saved;
        row["shared_with"] = call.SharedWith;
        row["settled_at"] = call.SettledAt is { } settled ? Show.Iso(settled) : null;
        row["attempts"] = call.Attempts.Select(Of);
        return row;
    }

    private static OrderedDictionary<string, object?> Of(AttemptRecord attempt)
    {
        var row = new OrderedDictionary<string, object?>
        {
            ["number"] = attempt.Number,
            ["deployment"] = attempt.Deployment,
            ["provider"] = attempt.Provider,
            ["region"] = attempt.Region,
            ["origin"] = OriginNames.Of(attempt.Origin),
            ["hedge"] = attempt.IsHedge,
            ["model_sent"] = attempt.ModelSent,
            ["model_answered"] = attempt.ModelAnswered,
            ["outcome"] = OutcomeNames.Of(attempt.Outcome),
            ["status"] = attempt.Status,
            ["error_code"] = attempt.ErrorCode,
            ["upstream_request_id"] = attempt.UpstreamRequestId,
            ["queued_us"] = attempt.QueuedMicros,
            ["started_us"] = attempt.StartedMicros,
            ["first_byte_us"] = attempt.FirstByteMicros,
            ["first_token_us"] = attempt.FirstTokenMicros,
            ["ended_us"] = attempt.EndedMicros,
        };
        AddUsage(row, attempt.Usage, attempt.UsageSource, attempt.Cost, attempt.Gaps);
        row["saved"] = attempt.Saved;
        row["price_version"] = attempt.PriceVersion;
        row["batch_id"] = attempt.BatchId;
        return row;
    }

    /// <summary>What calls and their attempts have used, and what it cost.</summary>
    private static void AddUsage(OrderedDictionary<string, object?> row, in TokenUsage usage, UsageSource source, decimal? cost, PriceGaps gaps)
    {
        var extras = usage.Extras;
        row["input_tokens"] = usage.Input;
        row["output_tokens"] = usage.Output;
        row["cached_input_tokens"] = usage.CachedInput;
        row["cache_write_tokens"] = usage.CacheWrite;
        row["reasoning_tokens"] = usage.Reasoning;
        row["audio_input_tokens"] = usage.AudioInput;
        row["audio_output_tokens"] = usage.AudioOutput;
        row["cache_write_hour_tokens"] = usage.CacheWriteHour;
        row["cached_audio_tokens"] = extras?.CachedAudio ?? 0;
        row["image_input_tokens"] = extras?.ImageInput ?? 0;
        row["cached_image_tokens"] = extras?.CachedImage ?? 0;
        row["image_output_tokens"] = extras?.ImageOutput ?? 0;
        row["images"] = extras?.Images ?? 0;
        row["audio_us"] = extras?.AudioMicros ?? 0;
        row["web_searches"] = extras?.WebSearches ?? 0;
        row["other_model_tokens"] = extras?.OtherModels ?? 0;
        row["inference_region"] = extras?.Region;
        row["service_tier"] = ServiceTiers.NameOf(usage.Tier);
        row["usage_source"] = OutcomeNames.Of(source);
        row["cost"] = cost;
        row["unpriced"] = PriceGapNames.Of(gaps);
    }
}
