using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>Limits are neither so small that nothing works nor so large that they limit nothing.</summary>
internal sealed class LimitsValidator : IConfigValidator
{
    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        var limits = config.Limits;
        Size("request_body", limits.RequestBody, 1L << 30);
        Size("stream_event", limits.StreamEvent, 256L << 20);
        Size("translated_answer", limits.TranslatedAnswer, 1L << 30);
        Size("shared_answer", limits.SharedAnswer, 1L << 30);
        Size("cached_answers", limits.CachedAnswers, 64L << 30);
        if (limits.CallsInFlight is < 1 or > 1_000_000)
            errors.Add(limits, "calls_in_flight", $"{limits.CallsInFlight} is out of range.", "Write 1 to 1000000.");
        if (limits.FaultShare is < 0 or > 100)
            errors.Add(limits, "fault_share", $"{Quantity.Show(limits.FaultShare)} is out of range.", "Write 0 to 100.");

        void Size(string key, long bytes, long most)
        {
            if (bytes < 1024 || bytes > most)
                errors.Add(limits, key, $"{Quantity.ShowSize(bytes)} is out of range.", $"Write 1KiB to {Quantity.ShowSize(most)}.");
        }
    }
}
