namespace Weir.Cli.Commands.Doctor;

/// <summary>Compares this machine's clock with those of the providers.</summary>
internal static class ClockCheck
{
    private static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(60);

    public static Finding Of(IEnumerable<ProviderFinding> providers)
    {
        const string check = "clock";
        // The one that agrees best: where one provider's clock is wrong, that is no reason to change ours.
        if (providers.Where(provider => provider.Skew is not null).Select(provider => provider.Skew!.Value).OrderBy(skew => skew.Duration()).ToList() is not [var skew, ..])
            return new Finding(check, "not compared: no provider outside this process answered");
        // A Date header has whole seconds, and the answer was under way for a while.
        if (skew.Duration() <= Tolerated) return new Finding(check, $"agrees with the providers' within {Math.Ceiling(skew.Duration().TotalSeconds):0} s");
        return new Finding(
            check,
            $"{skew.Duration().TotalSeconds:0} s {(skew > TimeSpan.Zero ? "behind" : "ahead of")} the providers'",
            "Set it, best by NTP: the ledger's times, budgets and prices go by it.");
    }
}
