using System.Collections.Frozen;
using Weir.Dialects.Usage;
using Weir.Gateway.Budgets;
using Weir.Gateway.Pricing;
using Weir.Testing;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>No usage within a request's bounds costs more than the worst case, whatever the price.</summary>
public sealed class WorstCaseTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly Random _random = new(TestSeed.Value);

    /// <summary>Every price of the shipped book and of the operator's own wording, with many usages each.</summary>
    [Fact]
    public void No_usage_within_the_bounds_costs_more()
    {
        foreach (var price in PriceBook.Default.Entries.Select(entry => entry.Price).Concat(Strange()))
            for (var round = 0; round < 200; round++)
            {
                var bounds = Bounds();
                var usage = UsageWithin(bounds, price);
                var worst = WorstCase.CostOf(price, bounds, bounds.MostOutput, Longest);
                price.CostOf(usage).Amount.GetValueOrDefault().ShouldBeLessThanOrEqualTo(worst, $"{price.Version}, seed {TestSeed.Value}: {usage} within {bounds}");
            }
    }

    [Fact]
    public void The_worst_case_of_plain_text_is_all_of_it_at_its_price()
    {
        var price = PriceBook.Default.Find("openai/gpt-4o-mini").ShouldNotBeNull();
        WorstCase.CostOf(price, Plain(input: 1000, output: 500), 500, Longest).ShouldBe((1000 * 0.15m + 500 * 0.6m) / 1_000_000);
    }

    [Theory]
    [InlineData(200_000, 1000 * 0.0000225, 3)]
    [InlineData(200_001, 1000 * 0.0000225, 6)]
    public void A_long_context_counts_from_where_it_can_be_reached(long input, double output, double rate)
    {
        var price = PriceBook.Default.Find("anthropic/claude-sonnet-4-5").ShouldNotBeNull();
        var answer = input > 200_000 ? (decimal)output : 1000 * 0.000015m;
        WorstCase.CostOf(price, Plain(input, 1000), 1000, Longest).ShouldBe((input * (decimal)rate / 1_000_000) + answer);
    }

    [Fact]
    public void A_tier_counts_where_it_is_asked_for()
    {
        var price = PriceBook.Default.Find("openai/gpt-5.4").ShouldNotBeNull();
        WorstCase.CostOf(price, Plain(1000, 0) with { Tier = ServiceTier.Priority }, 0, Longest).ShouldBe(0.005m);
        // A flexible answer that the provider gives as a usual one is charged as such.
        WorstCase.CostOf(price, Plain(1000, 0) with { Tier = ServiceTier.Flex }, 0, Longest).ShouldBe(0.0025m);
    }

    [Fact]
    public void Machines_are_charged_for_the_longest_time()
    {
        var price = new PriceModel("own", new TierRates(new PriceRates())) { Machine = new MachinePrice(36, 1, 4) };
        WorstCase.CostOf(price, Plain(1000, 500), 500, TimeSpan.FromSeconds(100)).ShouldBe(0.25m);
        WorstCase.OutputFor(price, Plain(1000, 500), 0.25m, TimeSpan.FromSeconds(100)).ShouldBe(long.MaxValue);
        WorstCase.OutputFor(price, Plain(1000, 500), 0.24m, TimeSpan.FromSeconds(100)).ShouldBe(-1);
    }

    /// <summary>As many tokens as money is enough for cost no more than it, and one more does.</summary>
    [Fact]
    public void Money_is_enough_for_so_many_tokens_and_no_more()
    {
        foreach (var price in PriceBook.Default.Entries.Select(entry => entry.Price).Concat(Strange()))
            for (var round = 0; round < 50; round++)
            {
                var (bounds, money) = (Bounds(), (decimal)_random.NextDouble() * 2);
                var tokens = WorstCase.OutputFor(price, bounds, money, Longest);
                if (tokens == -1) WorstCase.CostOf(price, bounds, 0, Longest).ShouldBeGreaterThan(money);
                else if (tokens == long.MaxValue) WorstCase.CostOf(price, bounds, 1_000_000_000, Longest).ShouldBeLessThanOrEqualTo(money);
                else
                {
                    WorstCase.CostOf(price, bounds, tokens, Longest).ShouldBeLessThanOrEqualTo(money);
                    WorstCase.CostOf(price, bounds, tokens + 1, Longest).ShouldBeGreaterThan(money);
                }
            }
    }

    [Fact]
    public void It_allocates_nothing()
    {
        var price = PriceBook.Default.Find("openai/gpt-5.6").ShouldNotBeNull() with { Regions = Regions };
        var bounds = Plain(300_000, 1000) with { Tier = ServiceTier.Flex };
        WorstCase.OutputFor(price, bounds, 100, Longest).ShouldBeGreaterThan(0);

        Allocated.By(() => WorstCase.CostOf(price, bounds, WorstCase.OutputFor(price, bounds, 100, Longest), Longest)).ShouldBe(0);
    }

    private static readonly FrozenDictionary<string, decimal> Regions = new Dictionary<string, decimal> { ["us"] = 1.1m, ["eu"] = 1.2m, ["far"] = 0.5m }.ToFrozenDictionary();

    /// <summary>Prices as no provider has them today: each kind dearer than what it is part of, cheaper when long, dearer when cached.</summary>
    private IEnumerable<PriceModel> Strange()
    {
        for (var i = 0; i < 40; i++)
        {
            var longer = Enumerable.Range(0, _random.Next(3)).Select(step => new ContextRates((step + 1) * 100_000, Rates())).ToArray();
            yield return new PriceModel($"strange-{i}", new TierRates(Rates(), longer))
            {
                Tiers = new Dictionary<ServiceTier, TierRates> { [ServiceTier.Priority] = new(Rates(), longer), [ServiceTier.Flex] = new(Rates()) }.ToFrozenDictionary(),
                Regions = Regions,
                Region = i % 2 == 0 ? "eu" : null,
                Share = i % 3 == 0 ? 0.85m : 1,
            };
        }
    }

    private PriceRates Rates() => new(PriceKinds.All.Where(_ => _random.Next(3) > 0).Select(kind => KeyValuePair.Create(kind, _random.Next(10_000) / 100m)));

    private static RequestBounds Plain(long input, long output) => new()
    {
        InputTokens = input, OutputTokens = output, MostOutput = output, LargestLimit = output, LowestOutput = 16, Choices = 1,
    };

    private RequestBounds Bounds()
    {
        var output = _random.NextInt64(200_000);
        var keepsAnHour = _random.Next(3) == 0;
        return Plain(_random.NextInt64(400_000), output) with
        {
            HasMedia = _random.Next(2) == 0,
            KeepsAnHour = keepsAnHour,
            WritesCache = keepsAnHour || _random.Next(2) == 0,
            Tier = (ServiceTier)_random.Next((int)ServiceTier.Other + 1),
            Searches = _random.Next(3),
            Images = _random.Next(3),
            AudioMicros = _random.NextInt64(100_000_000),
        };
    }

    /// <summary>A usage such as a provider may count: parts may overlap, the tier may not be granted, the region is the provider's.</summary>
    private TokenUsage UsageWithin(in RequestBounds bounds, PriceModel price)
    {
        var (input, output) = (Some(bounds.InputTokens), Some(bounds.MostOutput));
        var written = bounds.WritesCache ? Some(input) : 0;
        var extras = _random.Next(4) == 0 ? null : new UsageExtras
        {
            ImageInput = bounds.HasMedia ? Some(input) : 0,
            CachedImage = bounds.HasMedia ? Some(input) : 0,
            CachedAudio = bounds.HasMedia ? Some(input) : 0,
            ImageOutput = Some(output),
            Images = Some(bounds.Images),
            AudioMicros = Some(bounds.AudioMicros),
            WebSearches = Some(bounds.Searches),
            Region = _random.Next(2) == 0 ? null : price.Regions.Keys.Concat(["elsewhere"]).ElementAt(_random.Next(price.Regions.Count + 1)),
        };
        return new TokenUsage(
            input, output, Some(input), written, Some(output), bounds.HasMedia ? Some(input) : 0, Some(output),
            bounds.KeepsAnHour ? Some(written) : 0, extras, (ServiceTier[])[bounds.Tier, ServiceTier.Standard, ServiceTier.Unstated] is var tiers ? tiers[_random.Next(3)] : default);
    }

    private long Some(long most) => _random.Next(4) switch { 0 => 0, 1 => most, _ => _random.NextInt64(most + 1) };
}
