using Weir.Dialects.Usage;
using Weir.Gateway.Pricing;

namespace Weir.Gateway.Tests.Pricing;

public sealed class PriceTextTests
{
    [Fact]
    public void Every_price_of_the_book_comes_back_as_it_was()
    {
        foreach (var entry in PriceBook.Default.Entries)
        {
            var price = entry.Price with { Share = 0.85m, Region = "us" };

            var read = PriceText.Read(PriceText.Write(price));

            (read.Version, read.Share, read.Region).ShouldBe((price.Version, 0.85m, "us"));
            foreach (var tier in Enum.GetValues<ServiceTier>())
            {
                foreach (var input in (ReadOnlySpan<long>)[1_000, 300_000, 600_000])
                {
                    var usage = new TokenUsage(input, 70, 300, 200, 20, 5, 6, 100, new UsageExtras { WebSearches = 1, AudioMicros = 5_000_000 }, tier);
                    read.CostOf(usage).ShouldBe(price.CostOf(usage), entry.Name);
                }
            }
        }
    }

    [Fact]
    public void A_price_that_says_nothing_costs_nobody_knows_what() =>
        PriceText.Read(PriceText.Write(new PriceModel("config:x:4/h*1/8", new TierRates(new PriceRates())))).CostOf(new TokenUsage(1, 1)).Amount.ShouldBeNull();
}
