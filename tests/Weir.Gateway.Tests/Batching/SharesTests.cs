using Weir.Dialects.Usage;
using Weir.Gateway.Batching;
using Weir.Gateway.Pricing;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Batching;

public sealed class SharesTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(10, new long[] { 1, 1, 1 }, new long[] { 4, 3, 3 })]
    [InlineData(0, new long[] { 5, 7 }, new long[] { 0, 0 })]
    [InlineData(1, new long[] { 1, 1, 2 }, new long[] { 0, 0, 1 })]
    [InlineData(100, new long[] { 1, 0, 3 }, new long[] { 25, 0, 75 })]
    [InlineData(long.MaxValue, new long[] { 1, 1 }, new[] { (long.MaxValue / 2) + 1, long.MaxValue / 2 })]
    public void The_largest_remainders_get_what_is_left(long whole, long[] weights, long[] parts) => Shares.Of(whole, weights).ShouldBe(parts);

    [Fact]
    public void An_amount_of_money_is_divided_to_its_last_part() => Shares.Of(0.000000000100m, [1, 1, 1]).ShouldBe([0.000000000034m, 0.000000000033m, 0.000000000033m]);

    [Fact]
    public void What_is_finer_than_that_is_not_lost() => Shares.Of(0.0000000000011m, [1, 1]).Sum().ShouldBe(0.0000000000011m);

    [Fact]
    public void Tokens_and_costs_add_up_to_the_whole_whatever_it_is()
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        var random = new Random(TestSeed.Value);
        for (var round = 0; round < 1000; round++)
        {
            var weights = Enumerable.Range(0, random.Next(1, 300)).Select(_ => (long)random.Next(1, 9000)).ToArray();
            var input = random.Next(0, 300_000);
            var whole = new TokenUsage(input, random.Next(0, 3), random.Next(0, input + 1));
            var price = new PriceModel("any", new TierRates(PriceRates.OfText(random.Next(0, 1000) / 7919m, 0.13m, random.Next(0, 1000) / 7907m)));

            var parts = Shares.Of(whole, weights);

            parts.Aggregate((sum, part) => sum + part).ShouldBe(whole);
            parts.Sum(part => price.CostOf(part).Amount!.Value).ShouldBe(price.CostOf(whole).Amount!.Value, 1e-20m);
            parts.ShouldAllBe(part => part.CachedInput <= part.Input);
            for (var i = 0; i < weights.Length; i++)
                Math.Abs(parts[i].Input - ((double)whole.Input * weights[i] / weights.Sum())).ShouldBeLessThan(2);
        }
    }
}
