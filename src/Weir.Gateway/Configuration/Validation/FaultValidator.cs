using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Configuration.Yaml;
using Weir.Gateway.Faults;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>A fault breaks what exists, in a way that its kind knows, within a time that can be.</summary>
internal sealed class FaultValidator : IConfigValidator
{
    private const int MostEvents = 100_000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromDays(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var fault in config.Faults.Values)
        {
            Target(fault, config, errors);
            Scope(fault, config, errors);
            if (fault.Kind is { } name && FaultKinds.Find(name) is { } kind) Kind(fault, kind, errors);
            if (fault.Percent is < 0 or > 100) errors.Add(fault, "percent", $"{Quantity.Show(fault.Percent)} is out of range.", "Write 0 to 100.");
            Times(fault, errors);
        }
    }

    private static void Target(FaultConfig fault, WeirConfig config, ConfigErrors errors)
    {
        if (fault.Deployments is null == fault.Provider is null)
            errors.Add(fault, "", fault.Provider is null ? "neither deployments nor provider is given." : "both deployments and provider are given.", "Give exactly one of deployments and provider.");
        Reference.Check(fault, "provider", fault.Provider, config.Providers.Keys, "provider", "providers", errors);
        Named(fault, "deployments", fault.Deployments, config.Deployments.Keys, "deployment", errors);
    }

    private static void Scope(FaultConfig fault, WeirConfig config, ConfigErrors errors)
    {
        Named(fault, "tenants", fault.Tenants, config.Tenants.Keys, "tenant", errors);
        Named(fault, "models", fault.Models, config.Models.Keys, "model", errors);
        // Keys may be in the database, and features be named by clients.
        Named(fault, "features", fault.Features, config.Features.Count > 0 ? config.Features.Keys : null, "feature", errors);
        Named(fault, "keys", fault.Keys, null, "key", errors);
    }

    private static void Named(FaultConfig fault, string key, List<string>? names, ICollection<string>? known, string what, ConfigErrors errors)
    {
        if (fault.At(key) is ListNode { Items.Count: 0 } or ScalarNode { IsNull: true })
            errors.Add(fault, key, "the list is empty, so the fault would touch nothing.", $"Name some, or remove the key \"{key}\".");
        if (known is null) return;
        foreach (var name in names ?? []) Reference.Check(fault, key, name, known, what, key, errors);
    }

    private static void Kind(FaultConfig fault, FaultKind kind, ConfigErrors errors)
    {
        Range("code", fault.Code is null, kind == FaultKind.Status, fault.Code is >= 400 and <= 599, "400 to 599");
        Range("retry_after", fault.RetryAfter is null, kind == FaultKind.Status,
            fault.RetryAfter is { } retry && retry > TimeSpan.Zero && retry <= LongestRetry && retry.Ticks % TimeSpan.TicksPerSecond == 0, "1s to 1d, whole seconds");
        Range("wait", fault.Wait is null, FaultKinds.HasWait(kind), fault.Wait > TimeSpan.Zero && fault.Wait <= LongestWait, "more than 0s and at most 1h");
        Range("after", fault.After is null, FaultKinds.HasAfter(kind), fault.After is >= 0 and <= MostEvents, $"0 to {MostEvents}");

        void Range(string key, bool isLeftOut, bool hasMeaning, bool isInRange, string range)
        {
            if (isLeftOut) return;
            if (!hasMeaning) errors.Add(fault, key, $"it means nothing to the kind {fault.Kind}.", "Remove it, or choose another kind.");
            else if (!isInRange) errors.Add(fault, key, "out of range.", $"Write {range}.");
        }
    }

    private static void Times(FaultConfig fault, ConfigErrors errors)
    {
        var (from, until) = (Time("from", fault.From), Time("until", fault.Until));
        if (fault is { Until: not null, For: not null })
            errors.Add(fault, "for", "both until and for are given.", "Remove one of the two.");
        else if (fault.For is { } lasts && (lasts <= TimeSpan.Zero || lasts > Longest))
            errors.Add(fault, "for", $"{Quantity.Show(lasts)} is out of range.", "Write more than 0s and at most 366d.");
        if (until <= from) errors.Add(fault, "until", "it ends before it begins.", "Give a time after from.");

        DateTimeOffset? Time(string key, string? text)
        {
            var time = FaultTimes.Find(text);
            if (text is not null && time is null)
                errors.Add(fault, key, $"\"{Shown.Short(text)}\" is no date and time with an offset.", "Write one such as 2026-11-21T22:00:00Z or 2026-11-21T22:00+01:00.");
            return time;
        }
    }
}
