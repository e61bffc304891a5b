using Weir.Gateway.Ledger;

namespace Weir.Cli.Commands.Prices;

/// <summary>Attempts whose costs differ for the same reason.</summary>
/// <param name="first">Any of them.</param>
internal sealed class RecountGroup(CostDifference first)
{
    public string Deployment => first.Deployment;

    public string Why => first.Why;

    public string? VersionBefore => first.VersionBefore;

    public string? VersionNow => first.VersionNow;

    public int Count { get; private set; }

    /// <summary>US dollars, what is unknown left out.</summary>
    public decimal Before { get; private set; }

    /// <summary>US dollars, what is unknown left out.</summary>
    public decimal Now { get; private set; }

    public void Add(CostDifference one) => (Count, Before, Now) = (Count + 1, Before + (one.Before ?? 0), Now + (one.Now ?? 0));
}
