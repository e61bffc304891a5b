using System.Collections.Frozen;

namespace Weir.Gateway.Budgets;

/// <summary>The budgets of a configuration, so that those of a call are found without looking at all.</summary>
internal sealed class BudgetIndex
{
    public static readonly BudgetIndex Empty = new([]);

    /// <summary>By which of a scope's members a budget is found: the one that tells most calls apart.</summary>
    private static readonly BudgetDimension[] MostSelectiveFirst =
        [BudgetDimension.Session, BudgetDimension.User, BudgetDimension.Key, BudgetDimension.Feature, BudgetDimension.Tenant];

    private readonly BudgetModel[] _unnamed;
    private readonly (BudgetDimension Dimension, FrozenDictionary<string, BudgetModel[]> Budgets)[] _named;

    public BudgetIndex(IReadOnlyList<BudgetModel> budgets)
    {
        All = budgets;
        TellsOriginsApart = budgets.Any(static budget => budget.Scope.Origin is not null || budget.Each.Contains(BudgetDimension.Origin));
        var byName = budgets.Select(budget => (Budget: budget, By: KeyOf(budget.Scope))).ToArray();
        _unnamed = [.. byName.Where(one => one.By is null).Select(one => one.Budget)];
        _named =
        [
            .. byName.Where(one => one.By is not null).GroupBy(one => one.By!.Value.Dimension).Select(group => (
                group.Key,
                group.GroupBy(one => one.By!.Value.Value, one => one.Budget).ToFrozenDictionary(same => same.Key, same => same.ToArray(), StringComparer.Ordinal))),
        ];
    }

    public IReadOnlyList<BudgetModel> All { get; }

    /// <summary>Whether some count the attempts of one call apart: those that are retries, say.</summary>
    public bool TellsOriginsApart { get; }

    public bool IsEmpty => All.Count == 0;

    /// <summary>Gathers the budgets that hold for a spender.</summary>
    public void Match(in Spender spender, ref Gathered<BudgetModel> found)
    {
        Gather(_unnamed, spender, ref found);
        foreach (var (dimension, budgets) in _named)
            if (spender.In(dimension) is { } value && budgets.TryGetValue(value, out var named)) Gather(named, spender, ref found);
    }

    private static void Gather(BudgetModel[] budgets, in Spender spender, ref Gathered<BudgetModel> found)
    {
        foreach (var budget in budgets)
            if (budget.Scope.Covers(spender)) found.Add(budget);
    }

    private static (BudgetDimension Dimension, string Value)? KeyOf(BudgetScope scope)
    {
        var spender = new Spender(scope.Tenant, scope.Feature, scope.Key, scope.User, scope.Session, default, null);
        foreach (var dimension in MostSelectiveFirst)
            if (spender.In(dimension) is { } value) return (dimension, value);
        return null;
    }
}
