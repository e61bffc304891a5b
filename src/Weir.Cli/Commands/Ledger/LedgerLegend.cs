using Weir.Gateway.Ledger;

namespace Weir.Cli.Commands.Ledger;

/// <summary>Signs for what a number cannot say: zero would be a claim.</summary>
internal static class LedgerLegend
{
    public const string NoPrice = "?";
    public const string Estimated = "~";
    public const string Pending = "…";
    public const string Unknown = "!";

    public static string NoPriceMeans => $"{NoPrice} = no price known";

    public static string PendingMeans => $"{Pending} = the provider is still at work";

    public static string UnknownMeans => $"{Unknown} = not known, the provider never said";

    public static string EstimatedMeans => $"{Estimated} = estimated, the provider did not say";

    public static string[] Help { get; } =
    [
        "Times are in UTC; tokens are input/output; cost is in US dollars; ttft is the time to the first token of a stream.",
        $"{NoPriceMeans}   {EstimatedMeans}",
        $"{PendingMeans}   {UnknownMeans}   - = nothing is known of it, or it did not happen",
    ];

    public static bool LacksPrice(CallRecord call) => call.Cost is null && call.UsageSource.HasCounts();
}
