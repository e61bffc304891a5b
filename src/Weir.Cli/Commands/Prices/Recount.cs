using System.Text.Json.Serialization;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;

namespace Weir.Cli.Commands.Prices;

/// <summary>
/// One pass over the ledger that computes costs anew. What it finds is handed on as it is found, and only sums are kept: a ledger
/// may differ in every row. Members are written in this order; <see cref="Calls"/> is right once <see cref="Attempts"/> was read.
/// </summary>
internal sealed class Recount(Database database, CostRecount costs, LedgerFilter filter, bool apply)
{
    private const int Page = 500;

    private readonly Dictionary<(string Deployment, string Why, string? Before, string? Now), RecountGroup> _groups = [];
    private readonly LedgerStore _ledger = new(database);

    /// <summary>Whether the ledger is changed.</summary>
    [JsonPropertyName("applied")]
    public bool IsApplied => apply;

    /// <summary>What is different, read once.</summary>
    [JsonPropertyName("attempts")]
    public IEnumerable<object> Attempts => Differences().Select(Row);

    /// <summary>How many calls were looked at.</summary>
    [JsonPropertyName("calls")]
    public int Calls { get; private set; }

    /// <summary>The differences by what they have in common, largest first.</summary>
    [JsonIgnore]
    public IEnumerable<RecountGroup> Groups => _groups.Values.OrderByDescending(group => Math.Abs(group.Now - group.Before));

    /// <summary>Looks at every call, and writes the new costs where that is wanted.</summary>
    public IEnumerable<CostDifference> Differences()
    {
        var last = "";
        while (_ledger.After(last, Page, filter) is { Count: > 0 } page)
        {
            var changed = new List<CallRecord>();
            foreach (var call in page)
            {
                var found = costs.Recount(call);
                if (found.Count > 0) changed.Add(call);
                foreach (var one in found)
                {
                    Add(one);
                    yield return one;
                }
            }
            if (apply && changed.Count > 0) CostRecount.Write(database, changed);
            (Calls, last) = (Calls + page.Count, page[^1].Id);
        }
    }

    private void Add(CostDifference one)
    {
        var key = (one.Deployment, one.Why, one.VersionBefore, one.VersionNow);
        if (!_groups.TryGetValue(key, out var group)) _groups[key] = group = new RecountGroup(one);
        group.Add(one);
    }

    private static object Row(CostDifference one) => new
    {
        call = one.CallId,
        attempt = one.Number,
        deployment = one.Deployment,
        before = one.Before,
        price_before = one.VersionBefore,
        now = one.Now,
        price_now = one.VersionNow,
        why = one.Why,
    };
}
