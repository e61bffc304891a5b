using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Pricing;

namespace Weir.Gateway.Ledger;

/// <summary>Says once of each price what is used and has no price of its own.</summary>
internal sealed class UnpricedWatch(ILogger<UnpricedWatch> log)
{
    /// <summary>Prices change with the configuration; so many that changed are forgotten, and said again.</summary>
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, PriceGaps> _said = new(StringComparer.Ordinal);

    /// <summary>Looks at an attempt that has ended.</summary>
    public void Look(AttemptRecord attempt)
    {
        if (attempt.Gaps == PriceGaps.None || attempt.PriceVersion is not { } version) return;
        var known = _said.GetValueOrDefault(version);
        var added = attempt.Gaps & ~known;
        if (added == PriceGaps.None) return;
        if (_said.Count >= Most) _said.Clear();
        // Two at once may both say it; neither says it for every call.
        _said[version] = known | added;
        LedgerLog.Unpriced(log, attempt.Deployment, PriceGapNames.Of(added)!, version);
    }
}
