using Weir.Dialects.Usage;
using Weir.Gateway.Pricing;
using Weir.Testing;

namespace Weir.Gateway.Tests.Pricing;

public sealed class PricingAllocationTests
{
    [Fact]
    public void Pricing_a_call_allocates_nothing()
    {
        var price = PriceBook.Default.Find("openai/gpt-5.6").ShouldNotBeNull();
        var usage = new TokenUsage(300_000, 2_000, 200_000, 50_000, 1_500, 100, 50, 10, new UsageExtras { ImageInput = 300, WebSearches = 2, Region = "us" }, ServiceTier.Flex);
        price.CostOf(usage).Gaps.ShouldNotBe(PriceGaps.None);

        Allocated.By(() => price.CostOf(usage)).ShouldBe(0);
    }
}
