using System.Collections.Frozen;
using Weir.Dialects.Usage;
using Weir.Gateway.Costs;
using Weir.Gateway.Costs.WhatIf;
using Weir.Gateway.Ledger;
using Weir.Gateway.Pricing;
using Weir.Gateway.Tests.Storage;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Costs;

/// <summary>What calls would have cost is what each attempt by itself would have, to the last digit, however it is reckoned.</summary>
public class WhatIfTests(RandomLedger ledger, ITestOutputHelper output) : IClassFixture<RandomLedger>
{
    private readonly CallRecord[] _calls = ledger.Told(output);

    [StoreFact]
    public void Sums_are_priced_where_the_price_is_additive()
    {
        var price = Price("input: 1.25, cached_input: 0.125, cache_write: 1.5, output: 10, audio_input: 32, image_input: 5, image: 0.04, audio_second: 0.0001, web_search: 0.01");

        var report = Report(new PriceChange(price, null, _ => null));

        report.IsOfRows.ShouldBeFalse();
        ShouldBe(report, attempt => price.CostOf(Standard(attempt.Usage)).Amount);
    }

    [StoreFact]
    public void Every_attempt_is_priced_where_a_long_request_costs_more()
    {
        var price = new PriceModel("stepped", new TierRates(PriceRates.OfText(1, 4, 0.1m), new ContextRates(50_000, PriceRates.OfText(2, 8, 0.2m))));

        var report = Report(new PriceChange(price, null, _ => null));

        report.IsOfRows.ShouldBeTrue();
        ShouldBe(report, attempt => price.CostOf(Standard(attempt.Usage)).Amount);
    }

    [StoreFact]
    public void A_deployments_own_tiers_are_seen_in_its_attempts_alone()
    {
        var plain = Price("input: 1, output: 4");
        var tiered = plain with { Tiers = FrozenDictionary.Create(KeyValuePair.Create(ServiceTier.Flex, plain.Standard)) };

        Report(new PriceChange(null, 0.4m, deployment => deployment == "d2" ? tiered : plain)).IsOfRows.ShouldBeTrue();
        Report(new PriceChange(null, 0.4m, _ => plain)).IsOfRows.ShouldBeFalse();
    }

    [StoreTheory]
    [InlineData("0.4", "input: 1.25, cached_input: 0.125, output: 10")]
    [InlineData("0", "input: 3, cached_input: 0.3, cache_write: 3.75, output: 15")]
    [InlineData("1", "input: 3, cached_input: 0.3, cache_write: 3.75, output: 15")]
    public void A_share_of_the_input_is_read_from_the_cache(string share, string prices)
    {
        var (rate, price) = (decimal.Parse(share, System.Globalization.CultureInfo.InvariantCulture), Price(prices));
        var (input, cached) = (price.Standard.Rates[PriceKind.Input]!.Value, price.Standard.Rates[PriceKind.CachedInput]!.Value);
        // Ordinary usage: parts are not more than the whole, and none is audio or a picture.
        var group = new UsageGroup(0, "m", "d", 3, 1, 0, new TokenUsage(1_000_003, 17, 5, 40_000));

        var charge = new PriceChange(price, rate, _ => null).CostOf(group);

        var text = 1_000_003 - 40_000;
        var written = 40_000 * (price.Standard.Rates[PriceKind.CacheWrite] ?? input);
        charge.Amount.ShouldBe(((text * rate * cached) + (text * (1 - rate) * input) + written + (17 * price.Standard.Rates[PriceKind.Output]!.Value)) / 1_000_000);
    }

    [StoreFact]
    public void What_no_price_is_known_of_would_cost_nobody_knows_what()
    {
        var report = Report(new PriceChange(null, 0.5m, deployment => deployment == "d1" ? Price("input: 1, output: 4") : null));

        report.Lines.Where(line => line.Deployment == "d1").ShouldAllBe(line => line.Then != null);
        report.Lines.Where(line => line.Deployment == "d2").ShouldAllBe(line => line.Then == null);
        report.Lines.Select(line => line.Deployment).Distinct().Count().ShouldBe(2);
    }

    [StoreFact]
    public void Users_have_no_sums_of_all_kinds_so_that_their_attempts_are_priced()
    {
        var price = Price("input: 1, output: 4");

        var report = WhatIfReport.Of(ledger.Session, ledger.Time, Query() with { Where = CostQueryText.Where(["user=anna"]) }, new PriceChange(price, null, _ => null));

        report.IsOfRows.ShouldBeTrue();
        report.Lines.Sum(line => line.Then).ShouldBe(_calls.Where(call => call.User == "anna").SelectMany(call => call.Attempts).Sum(attempt => price.CostOf(Standard(attempt.Usage)).Amount));
    }

    private WhatIfReport Report(PriceChange change) => WhatIfReport.Of(ledger.Session, ledger.Time, Query(), change);

    private void ShouldBe(WhatIfReport report, Func<AttemptRecord, decimal?> cost)
    {
        foreach (var group in _calls.SelectMany(call => call.Attempts, (call, attempt) => (call, attempt)).GroupBy(one => (one.call.ModelAsked ?? "", one.attempt.Deployment)))
        {
            var line = report.Lines.Single(line => (line.Model, line.Deployment) == group.Key);
            (line.Attempts, line.Now, line.Then).ShouldBe((group.Count(), group.Sum(one => one.attempt.Cost ?? 0), group.Sum(one => one.attempt.UsageSource.HasCounts() ? cost(one.attempt) : 0)));
        }
    }

    private static TokenUsage Standard(TokenUsage usage) => usage with { Tier = ServiceTier.Unstated };

    private static CostQuery Query() => new() { Since = RandomLedger.Start.AddDays(-1) };

    private static PriceModel Price(string rates) => new("test", new TierRates(PriceRow.Parse($"test: {{ {rates} }}").Rates));
}
