namespace Weir.Gateway.Tests.Configuration;

/// <summary>One mistake each in a budget.</summary>
public sealed class BudgetConfigTests
{
    [Theory]
    [InlineData("hard: true", "budgets.b: neither usd nor million_tokens is given. Give exactly one of usd and million_tokens; two limits are two budgets.")]
    [InlineData("usd: 1, million_tokens: 1", "budgets.b: both usd and million_tokens are given.")]
    [InlineData("usd: 0", "budgets.b.usd: 0 is out of range. Write more than 0, up to 1000000000.")]
    [InlineData("million_tokens: 0.0000001", "budgets.b.million_tokens: 0.0000001 is no whole number of tokens. Write at most six digits after the point.")]
    [InlineData("usd: 1, per: fortnight", "budgets.b.per: \"fortnight\" is not one of the values allowed here. Write hour or day or week or month or lifetime.")]
    [InlineData("usd: 1, per: day, rolling: 24h", "budgets.b.rolling: both per and rolling are given. Remove one of the two.")]
    [InlineData("usd: 1, rolling: 10m", "budgets.b.rolling: 10m is out of range. Write 1h to 366d.")]
    [InlineData("usd: 1, time_zone: Mars/Olympus", "budgets.b.time_zone: there is no time zone \"Mars/Olympus\". Write one as the IANA names them, such as Europe/Berlin, or UTC.")]
    [InlineData("usd: 1, for: { tenant: acme }", "budgets.b.for.tenant: there is no tenant \"acme\".")]
    [InlineData("usd: 1, for: { key: ci }", "budgets.b.for.key: there is no key \"ci\" under keys.")]
    [InlineData("usd: 1, for: { origin: sleep }", "budgets.b.for.origin: \"sleep\" is not one of the values allowed here.")]
    [InlineData("usd: 1, each: []", "budgets.b.each: the list is empty.")]
    [InlineData("usd: 1, each: [user, user]", "budgets.b.each: something is named twice.")]
    [InlineData("usd: 1, steps: [{ percent: 0, do: notify }]", "percent: 0 is out of range. Write a percentage, more than 0 and at most 10000.")]
    [InlineData("usd: 1, steps: [{ percent: 80, do: degrade }]", "do: it does not say how. Add model, max_tokens, cached or priority.")]
    [InlineData("usd: 1, steps: [{ percent: 80, do: block, max_tokens: 100 }]", "do: model, max_tokens, cached and priority mean nothing to block.")]
    [InlineData("usd: 1, steps: [{ percent: 80, do: degrade, model: simm }]", "model: there is no model \"simm\". Did you mean \"sim\"?")]
    [InlineData("usd: 1, grace: { percent: 10 }", "budgets.b.grace: this budget is not hard, so that it has nothing to be lenient with.")]
    [InlineData("usd: 1, hard: true, grace: { percent: 200 }", "budgets.b.grace.percent: 200 is out of range. Write more than 0, up to 100.")]
    public void A_mistake_in_a_budget_is_told_with_its_place_and_remedy(string budget, string error) =>
        Given.Errors($"{Given.Minimal}budgets: {{ b: {{ {budget} }} }}").ShouldHaveSingleItem().ShouldContain(error);

    [Fact]
    public void A_hard_budget_over_a_deployment_without_a_price_earns_a_warning() =>
        Given.Warnings($"{Given.Minimal}budgets: {{ b: {{ usd: 1, hard: true }}, soft: {{ usd: 1 }}, tokens: {{ million_tokens: 1, hard: true }} }}".Replace(", price: { input: 0, output: 0 }", ", model: unheard-of", StringComparison.Ordinal))
            .Count(warning => warning.Contains("budgets.b.hard: the price of", StringComparison.Ordinal)).ShouldBe(1);
}
