using Weir.Cli.Output;
using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;

namespace Weir.Cli.Commands.Ledger;

/// <summary>What calls and attempts have in common, in words.</summary>
internal static class CallText
{
    public static string Cost(decimal? cost, UsageSource source) =>
        cost is { } amount ? Show.Money(amount) : source.HasCounts() ? LedgerLegend.NoPrice : Sign(source);

    public static string Tokens(in TokenUsage usage, UsageSource source) => source switch
    {
        _ when !source.HasCounts() => Sign(source),
        UsageSource.Estimated => $"{LedgerLegend.Estimated}{usage.Input}/{usage.Output}",
        _ => $"{usage.Input}/{usage.Output}",
    };

    /// <summary>Tokens with all their kinds, in a sentence.</summary>
    public static string AllTokens(in TokenUsage usage, UsageSource source)
    {
        if (source == UsageSource.Pending) return LedgerLegend.PendingMeans;
        if (source == UsageSource.Unknown) return LedgerLegend.UnknownMeans;
        if (!source.HasCounts()) return Show.Nothing;
        var extras = usage.Extras ?? new UsageExtras();
        var input = Parts(
            (usage.CachedInput, "cached"), (usage.CacheWrite, "written to the cache"), (usage.CacheWriteHour, "of those for an hour"),
            (usage.AudioInput, "audio"), (extras.ImageInput, "pictures"));
        var output = Parts((usage.Reasoning, "reasoning"), (usage.AudioOutput, "audio"), (extras.ImageOutput, "pictures"));
        (long Count, string Kind)[] others = [(extras.Images, "pictures"), (extras.WebSearches, "searches"), (extras.OtherModels, "tokens of other models")];
        var beside = string.Concat(others.Where(part => part.Count > 0).Select(part => $", {part.Count} {part.Kind}"));
        var audio = extras.AudioMicros > 0 ? $", {Show.Duration(extras.AudioMicros)} of audio" : "";
        return $"{usage.Input} in{input}, {usage.Output} out{output}{beside}{audio}, {(source == UsageSource.Estimated ? "estimated" : "as the provider said")}";
    }

    /// <summary>Where a call went: the model asked for, and the deployment unless it is called the same.</summary>
    public static string Route(CallRecord call)
    {
        var asked = Show.Text(call.ModelAsked, 40);
        return call.Deployment is null || call.Deployment == call.ModelAsked ? asked : $"{asked}→{Show.Text(call.Deployment, 40)}";
    }

    /// <summary>What stands for a number that is not there.</summary>
    private static string Sign(UsageSource source) => source switch
    {
        UsageSource.Pending => LedgerLegend.Pending,
        UsageSource.Unknown => LedgerLegend.Unknown,
        _ => Show.Nothing,
    };

    private static string Parts(params (long Count, string Kind)[] parts)
    {
        var known = string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.Kind}"));
        return known.Length == 0 ? "" : $" ({known})";
    }
}
