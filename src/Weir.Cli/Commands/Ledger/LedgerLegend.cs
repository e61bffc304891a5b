using Weir.Gateway.Ledger;

namespace Weir.Cli.Commands.Ledger;

/// <summary>Signs for what a number cannot say: zero would be a claim.</summary>
internal static class LedgerLegend
{
    public const string NoPrice = "?";
    public const string Estimated = "~";

    public static string NoPriceMeans => $"{NoPrice} = no price known";

    public static string EstimatedMeans => $"{Estimated} = estimated, the provider did not say";

    public static string[] Help { get; } =
    [
        "Times are in UTC; tokens are input/output; cost is in US dollars; ttft is the time to the first token of a stream.",
        $"{NoPriceMeans}   {EstimatedMeans}   - = nothing is known of it, or it did not happen",
    ];

    public static bool LacksPrice(CallRecord call) => call.Cost is null && call.UsageSource != UsageSource.None;
}
