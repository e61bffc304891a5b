using System.Diagnostics.Metrics;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Weir.Gateway.Telemetry;

/// <summary>Records what becomes of budgets. Any thread; counting does not allocate.</summary>
internal sealed class BudgetMetrics
{
    private readonly Counter<long> _refused;
    private readonly Counter<long> _swept;

    public BudgetMetrics(Meter meter)
    {
        _refused = meter.CreateCounter<long>(MetricTable.BudgetRefused.Name, MetricTable.BudgetRefused.Unit, MetricTable.BudgetRefused.Help);
        _swept = meter.CreateCounter<long>(MetricTable.BudgetHoldsSwept.Name, MetricTable.BudgetHoldsSwept.Unit, MetricTable.BudgetHoldsSwept.Help);
        Gauge(meter, MetricTable.BudgetSpent, () => Spent());
        Gauge(meter, MetricTable.BudgetReserved, () => Reserved());
    }

    /// <summary>Asked at every scrape, by budget. Set once, while wiring; as the one below.</summary>
    public Func<IEnumerable<KeyValuePair<string, double>>> Spent { get; set; } = static () => [];

    public Func<IEnumerable<KeyValuePair<string, double>>> Reserved { get; set; } = static () => [];

    /// <summary>Counts an attempt that a budget did not allow.</summary>
    /// <param name="budget">Its name.</param>
    /// <param name="reason"><c>exceeded</c>, <c>busy</c> or <c>unpriced</c>.</param>
    public void Refused(string budget, string reason) => _refused.Add(1, new(MetricTable.Budget, budget), new Tag(MetricTable.Reason, reason));

    /// <summary>Counts calls whose reservations were given back for them.</summary>
    public void Swept(int calls) => _swept.Add(calls);

    private static void Gauge(Meter meter, MetricDefinition row, Func<IEnumerable<KeyValuePair<string, double>>> read) => meter.CreateObservableGauge(
        row.Name, () => read().Select(each => new Measurement<double>(each.Value, new Tag(MetricTable.Budget, each.Key))), row.Unit, row.Help);
}
