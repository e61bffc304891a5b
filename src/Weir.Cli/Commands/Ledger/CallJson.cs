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
    public static object Of(CallRecord call) => new
    {
        id = call.Id,
        started_at = Show.Iso(call.StartedAt),
        endpoint = call.Endpoint,
        release = call.Release,
        tenant = call.Tenant,
        feature = call.Feature,
        key_id = call.KeyId,
        end_user = call.User,
        session = call.Session,
        tags = call.Tags,
        client_request_id = call.ClientRequestId,
        model_asked = call.ModelAsked,
        model_answered = call.ModelAnswered,
        deployment = call.Deployment,
        streamed = call.Streamed,
        outcome = OutcomeNames.Of(call.Outcome),
        status = call.Status,
        error_code = call.ErrorCode,
        finish_reason = call.FinishReason,
        first_byte_us = call.FirstByteMicros,
        first_token_us = call.FirstTokenMicros,
        duration_us = call.DurationMicros,
        input_tokens = call.Usage.Input,
        output_tokens = call.Usage.Output,
        cached_input_tokens = call.Usage.CachedInput,
        cache_write_tokens = call.Usage.CacheWrite,
        reasoning_tokens = call.Usage.Reasoning,
        audio_input_tokens = call.Usage.AudioInput,
        audio_output_tokens = call.Usage.AudioOutput,
        cache_write_hour_tokens = call.Usage.CacheWriteHour,
        cached_audio_tokens = call.Usage.Extras?.CachedAudio ?? 0,
        image_input_tokens = call.Usage.Extras?.ImageInput ?? 0,
        cached_image_tokens = call.Usage.Extras?.CachedImage ?? 0,
        image_output_tokens = call.Usage.Extras?.ImageOutput ?? 0,
        images = call.Usage.Extras?.Images ?? 0,
        audio_us = call.Usage.Extras?.AudioMicros ?? 0,
        web_searches = call.Usage.Extras?.WebSearches ?? 0,
        other_model_tokens = call.Usage.Extras?.OtherModels ?? 0,
        inference_region = call.Usage.Extras?.Region,
        service_tier = ServiceTiers.NameOf(call.Usage.Tier),
        usage_source = OutcomeNames.Of(call.UsageSource),
        cost = call.Cost,
        unpriced = PriceGapNames.Of(call.Gaps),
        shared_with = call.SharedWith,
        settled_at = call.SettledAt is { } settled ? Show.Iso(settled) : null,
        attempts = call.Attempts.Select(Of),
    };

    private static object Of(AttemptRecord attempt) => new
    {
        number = attempt.Number,
        deployment = attempt.Deployment,
        provider = attempt.Provider,
        hedge = attempt.IsHedge,
        model_sent = attempt.ModelSent,
        model_answered = attempt.ModelAnswered,
        outcome = OutcomeNames.Of(attempt.Outcome),
        status = attempt.Status,
        error_code = attempt.ErrorCode,
        upstream_request_id = attempt.UpstreamRequestId,
        started_us = attempt.StartedMicros,
        first_byte_us = attempt.FirstByteMicros,
        first_token_us = attempt.FirstTokenMicros,
        ended_us = attempt.EndedMicros,
        input_tokens = attempt.Usage.Input,
        output_tokens = attempt.Usage.Output,
        cached_input_tokens = attempt.Usage.CachedInput,
        cache_write_tokens = attempt.Usage.CacheWrite,
        reasoning_tokens = attempt.Usage.Reasoning,
        audio_input_tokens = attempt.Usage.AudioInput,
        audio_output_tokens = attempt.Usage.AudioOutput,
        cache_write_hour_tokens = attempt.Usage.CacheWriteHour,
        cached_audio_tokens = attempt.Usage.Extras?.CachedAudio ?? 0,
        image_input_tokens = attempt.Usage.Extras?.ImageInput ?? 0,
        cached_image_tokens = attempt.Usage.Extras?.CachedImage ?? 0,
        image_output_tokens = attempt.Usage.Extras?.ImageOutput ?? 0,
        images = attempt.Usage.Extras?.Images ?? 0,
        audio_us = attempt.Usage.Extras?.AudioMicros ?? 0,
        web_searches = attempt.Usage.Extras?.WebSearches ?? 0,
        other_model_tokens = attempt.Usage.Extras?.OtherModels ?? 0,
        inference_region = attempt.Usage.Extras?.Region,
        service_tier = ServiceTiers.NameOf(attempt.Usage.Tier),
        usage_source = OutcomeNames.Of(attempt.UsageSource),
        cost = attempt.Cost,
        unpriced = PriceGapNames.Of(attempt.Gaps),
        price_version = attempt.PriceVersion,
        batch_id = attempt.BatchId,
    };
}
