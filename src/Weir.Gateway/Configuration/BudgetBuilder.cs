using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Weir.Gateway.Budgets;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration;

/// <summary>Turns a budget without errors into the model that calls meet.</summary>
internal static class BudgetBuilder
{
    /// <param name="budget">What the operator wrote.</param>
    /// <param name="keys">The configuration's keys, which a budget may name.</param>
    public static BudgetModel Build(BudgetConfig budget, IReadOnlyList<KeyModel> keys)
    {
        var scope = new BudgetScope
        {
            Tenant = budget.For.Tenant,
            Feature = budget.For.Feature,
            Key = keys.FirstOrDefault(key => key.Name == budget.For.Key)?.Id ?? budget.For.Key,
            User = budget.For.User,
            Session = budget.For.Session,
            Tag = budget.For.Tag,
            Origin = OriginNames.Find(budget.For.Origin),
        };
        var calendar = new BudgetCalendar(PeriodOf(budget), TimeZoneInfo.FindSystemTimeZoneById(budget.TimeZone), budget.Rolling ?? TimeSpan.Zero);
        ImmutableArray<BudgetDimension> each = [.. (budget.Each ?? []).Select(name => Enum.Parse<BudgetDimension>(name, ignoreCase: true)).Order()];
        return new BudgetModel
        {
            Name = budget.Name,
            Scope = scope,
            Each = each,
            Unit = budget.Usd is null ? BudgetUnit.Tokens : BudgetUnit.Money,
            Limit = budget.Usd ?? budget.MillionTokens!.Value * 1_000_000,
            Calendar = calendar,
            IsHard = budget.Hard,
            LowersMaxTokens = budget.LowerMaxTokens,
            Steps = [.. budget.Steps.Select(Step).OrderBy(step => step.At)],
            Grace = budget.Grace is { } grace ? new BudgetGrace(grace.Percent / 100, grace.For) : null,
            Contact = budget.Contact,
            ShowsAmounts = budget.ShowAmounts,
            Definition = DefinitionOf(scope, each, calendar),
        };
    }

    private static BudgetPeriod PeriodOf(BudgetConfig budget) => budget switch
    {
        { Rolling: not null } => BudgetPeriod.Rolling,
        { Per: { } per } => Enum.Parse<BudgetPeriod>(per, ignoreCase: true),
        _ => BudgetPeriod.Month,
    };

    private static BudgetStep Step(BudgetStepConfig step) => new(step.Percent / 100, Enum.Parse<BudgetAction>(step.Do!, ignoreCase: true))
    {
        Model = step.Model,
        MaxTokens = step.MaxTokens,
        Cached = step.Cached,
        Priority = step.Priority is { } priority ? CallPriorities.Find(priority) : null,
    };

    /// <summary>Whatever says what is counted where; not how much may be.</summary>
    private static string DefinitionOf(BudgetScope scope, ImmutableArray<BudgetDimension> each, BudgetCalendar calendar)
    {
        string?[] parts =
        [
            scope.Tenant, scope.Feature, scope.Key, scope.User, scope.Session, scope.Tag, scope.Origin?.ToString(),
            string.Join(',', each), calendar.Period.ToString(), calendar.Zone.Id, calendar.Rolling.Ticks.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ];
        // A length before each, so that no two lists have the same text.
        var text = string.Concat(parts.Select(part => part is null ? "-" : $"{part.Length}:{part}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 6));
    }
}
