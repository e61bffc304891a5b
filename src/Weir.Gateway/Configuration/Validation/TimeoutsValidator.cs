using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>Every phase has a positive limit that fits into the whole, at each level where anything is written.</summary>
internal sealed class TimeoutsValidator : IConfigValidator
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        Check(config.Timeouts, config.Timeouts, errors);
        foreach (var provider in config.Providers.Values)
            if (provider.Timeouts is { } own) Check(own, own.Over(config.Timeouts), errors);

        foreach (var deployment in config.Deployments.Values)
        {
            if (deployment.Timeouts is not { } own) continue;
            var provider = config.Providers.GetValueOrDefault(deployment.Provider ?? "")?.Timeouts;
            Check(own, own.Over(provider?.Over(config.Timeouts) ?? config.Timeouts), errors);
        }
    }

    private static void Check(TimeoutsConfig own, TimeoutsConfig effective, ConfigErrors errors)
    {
        var phases = (ReadOnlySpan<(string Key, TimeSpan? Written, TimeSpan? Effective)>)
        [
            ("connect", own.Connect, effective.Connect),
            ("first_byte", own.FirstByte, effective.FirstByte),
            ("first_token", own.FirstToken, effective.FirstToken),
            ("idle", own.Idle, effective.Idle),
            ("total", own.Total, effective.Total),
        ];
        foreach (var (key, written, value) in phases)
        {
            if (written is { } limit && (limit <= TimeSpan.Zero || limit > Longest))
                errors.Add(own, key, $"{Quantity.Show(limit)} is out of range.", "Write more than 0s and at most 1d.");
            else if (value > effective.Total && effective.Total > TimeSpan.Zero && (own.Has(key) || own.Has("total")))
                errors.Add(own, own.Has(key) ? key : "total", $"{key} ({Quantity.Show(value.Value)}) is longer than total ({Quantity.Show(effective.Total.Value)}).", $"Raise total, or lower {key}.");
        }
    }
}
