using Weir.Dialects.Usage;
using Weir.Gateway.Pricing;
using Weir.Testing;

namespace Weir.Gateway.Tests.Pricing;

/// <summary>What holds of every price of the shipped book and every usage that makes sense.</summary>
public sealed class PricePropertyTests
{
    private const int Rounds = 20_000;

    private readonly Random _random = new(TestSeed.Value);
    private readonly PriceModel[] _prices = [.. PriceBook.Default.Entries.Select(entry => entry.Price)];

    [Fact]
    public void A_cost_is_never_negative_and_never_lost()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (price, usage) = (Price(), Usage(100_000));
            price.CostOf(usage).Amount.GetValueOrDefault(1).ShouldBeGreaterThanOrEqualTo(0);
        }
    }

    /// <summary>Where both, and both together, are of a usual length: a longer context has other prices.</summary>
    [Fact]
    public void What_two_answers_cost_is_what_they_cost_together()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (price, one, other) = (Price(), Usage(50_000), Usage(50_000));
            var sum = price.CostOf(one).Amount + price.CostOf(other).Amount;
            if (sum is not null) price.CostOf(one + other).Amount.ShouldBe(sum);
        }
    }

    [Fact]
    public void Who_uses_more_pays_no_less()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (price, one, more) = (Price(), Usage(300_000), Usage(300_000));
            // What used nothing cost nothing; that says nothing of what has no price.
            if (price.CostOf(one).Amount is > 0 and var less) price.CostOf(one + more).Amount.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(less);
        }
    }

    [Fact]
    public void A_discount_takes_its_share_of_everything()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (price, usage) = (Price(), Usage(100_000));
            (price with { Share = 0.85m }).CostOf(usage).Amount.ShouldBe(price.CostOf(usage).Amount * 0.85m);
        }
    }

    private PriceModel Price() => _prices[_random.Next(_prices.Length)];

    /// <summary>Parts that fit into their wholes, as providers count them.</summary>
    private TokenUsage Usage(int most)
    {
        var (read, written, audio, image, text) = (Count(most / 8), Count(most / 8), Count(most / 8), Count(most / 8), Count(most / 8));
        var (spoken, drawn, thought, said) = (Count(most / 8), Count(most / 8), Count(most / 8), Count(most / 8));
        var extras = _random.Next(2) == 0 ? null : new UsageExtras { ImageInput = image, ImageOutput = drawn, WebSearches = Count(4) };
        if (extras is null) (image, drawn) = (0, 0);
        return new TokenUsage(read + written + audio + image + text, spoken + drawn + thought + said, read, written, thought, audio, spoken, Count((int)written), extras);
    }

    private long Count(int most) => _random.Next(3) == 0 ? 0 : _random.NextInt64(most + 1);
}
