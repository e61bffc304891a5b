using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Configuration.Yaml;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>A budget has one limit, one time in which it counts, is about what exists, and its steps say what their action can do.</summary>
internal sealed class BudgetValidator : IConfigValidator
{
    private const decimal HighestPercent = 10_000;
    private const decimal Highest = 1_000_000_000;
    private const string KeyIdentifier = "key_";

    private static readonly TimeSpan ShortestRolling = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestRolling = TimeSpan.FromDays(366);

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var budget in config.Budgets.Values)
        {
            Limit(budget, errors);
            Time(budget, errors);
            Scope(budget.For, config, errors);
            Each(budget, errors);
            foreach (var step in budget.Steps) Step(step, config, errors);
            if (budget.Grace is { } grace) Grace(budget, grace, errors);
        }
    }

    private static void Limit(BudgetConfig budget, ConfigErrors errors)
    {
        if (budget.Usd is null == budget.MillionTokens is null)
        {
            errors.Add(budget, "", budget.Usd is null ? "neither usd nor million_tokens is given." : "both usd and million_tokens are given.", "Give exactly one of usd and million_tokens; two limits are two budgets.");
            return;
        }
        var (key, limit) = budget.Usd is { } usd ? ("usd", usd) : ("million_tokens", budget.MillionTokens!.Value);
        if (limit is <= 0 or > Highest) errors.Add(budget, key, $"{Quantity.Show(limit)} is out of range.", "Write more than 0, up to 1000000000.");
        else if (key == "million_tokens" && limit * 1_000_000 % 1 != 0) errors.Add(budget, key, $"{Quantity.Show(limit)} is no whole number of tokens.", "Write at most six digits after the point.");
    }

    private static void Time(BudgetConfig budget, ConfigErrors errors)
    {
        if (budget is { Per: not null, Rolling: not null }) errors.Add(budget, "rolling", "both per and rolling are given.", "Remove one of the two.");
        else if (budget.Rolling is { } rolling && (rolling < ShortestRolling || rolling > LongestRolling))
            errors.Add(budget, "rolling", $"{Quantity.Show(rolling)} is out of range.", "Write 1h to 366d.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(budget.TimeZone, out _))
            errors.Add(budget, "time_zone", $"there is no time zone \"{Shown.Short(budget.TimeZone)}\".", "Write one as the IANA names them, such as Europe/Berlin, or UTC.");
    }

    private static void Scope(BudgetScopeConfig scope, WeirConfig config, ConfigErrors errors)
    {
        Reference.Check(scope, "tenant", scope.Tenant, config.Tenants.Keys, "tenant", "tenants", errors);
        // Where no feature is declared, clients name them as they like.
        if (config.Features.Count > 0) Reference.Check(scope, "feature", scope.Feature, config.Features.Keys, "feature", "features", errors);
        if (scope.Key is { } key && !key.StartsWith(KeyIdentifier, StringComparison.Ordinal) && !config.Keys.ContainsKey(key))
            errors.Add(scope, "key", $"there is no key \"{Shown.Short(key)}\" under keys.", "Write the name of one that stands there, or the identifier of any key, as weir keys list shows it.");
    }

    private static void Each(BudgetConfig budget, ConfigErrors errors)
    {
        if (budget.At("each") is ListNode { Items.Count: 0 } or ScalarNode { IsNull: true })
            errors.Add(budget, "each", "the list is empty.", "Name what has a counter of its own, or remove the key \"each\" for one counter.");
        else if (budget.Each is { } each && each.Distinct(StringComparer.Ordinal).Count() < each.Count)
            errors.Add(budget, "each", "something is named twice.", "Name each once.");
    }

    private static void Step(BudgetStepConfig step, WeirConfig config, ConfigErrors errors)
    {
        if (step.Percent is <= 0 or > HighestPercent) errors.Add(step, "percent", $"{Quantity.Show(step.Percent)} is out of range.", "Write a percentage, more than 0 and at most 10000.");
        if (step.Model is { } model) Reference.Check(step, "model", model, config.Models.Keys, "model", "models", errors);
        if (step.MaxTokens is < 16 or > 1_000_000) errors.Add(step, "max_tokens", $"{step.MaxTokens} is out of range.", "Write 16 to 1000000.");
        var saysHow = step.Model is not null || step.MaxTokens is not null || step.Cached || step.Priority is not null;
        if (step.Do == "degrade" && !saysHow) errors.Add(step, "do", "it does not say how.", "Add model, max_tokens, cached or priority.");
        else if (step.Do is "notify" or "block" && saysHow) errors.Add(step, "do", $"model, max_tokens, cached and priority mean nothing to {step.Do}.", "Write do: degrade, or remove them.");
    }

    private static void Grace(BudgetConfig budget, BudgetGraceConfig grace, ConfigErrors errors)
    {
        if (!budget.Hard) errors.Add(budget, "grace", "this budget is not hard, so that it has nothing to be lenient with.", "Add hard: true, or remove grace.");
        if (grace.Percent is <= 0 or > 100) errors.Add(grace, "percent", $"{Quantity.Show(grace.Percent)} is out of range.", "Write more than 0, up to 100.");
        if (grace.For < TimeSpan.FromMinutes(1) || grace.For > TimeSpan.FromDays(31)) errors.Add(grace, "for", $"{Quantity.Show(grace.For)} is out of range.", "Write 1m to 31d.");
    }
}
