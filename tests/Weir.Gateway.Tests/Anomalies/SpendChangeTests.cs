using Weir.Gateway.Anomalies;

namespace Weir.Gateway.Tests.Anomalies;

public sealed class SpendChangeTests
{
    [Fact]
    public void More_of_the_same_is_volume() => SpendChange.Of([new("k", "m", Tokens: 300, Cost: 3, UsualTokens: 100, UsualCost: 1)])
        .ShouldBe(new SpendChange(Spent: 3, Usual: 1, Volume: 2, Mix: 0, Price: 0));

    [Fact]
    public void The_same_elsewhere_is_mix() => SpendChange.Of(
        [new("k", "cheap", 0, 0, UsualTokens: 100, UsualCost: 1), new("k", "dear", 100, Cost: 10, UsualTokens: 100, UsualCost: 10), new("k", "dear too", 100, Cost: 10, UsualTokens: 0, UsualCost: 0)])
        .ShouldBe(new SpendChange(Spent: 20, Usual: 11, Volume: 0, Mix: 4.5m, Price: 4.5m));

    [Fact]
    public void The_same_at_another_price_is_price() => SpendChange.Of([new("k", "m", 100, Cost: 5, UsualTokens: 100, UsualCost: 1)])
        .ShouldBe(new SpendChange(Spent: 5, Usual: 1, Volume: 0, Mix: 0, Price: 4));

    [Fact]
    public void What_was_never_there_is_volume() => SpendChange.Of([new("k", "m", 100, Cost: 7, 0, 0)]).ShouldBe(new SpendChange(7, 0, Volume: 7, 0, 0));

    [Fact]
    public void Whatever_changes_the_parts_add_up_to_the_last_digit()
    {
        var random = new Random(3);
        for (var round = 0; round < 2_000; round++)
        {
            var parts = Enumerable.Range(0, 1 + random.Next(6)).Select(part => new SpendSegment(
                "k", $"m{part}", Some(), Math.Round(Some() / 7, 10), Some() / 3, Some() / 11)).ToList();

            var change = SpendChange.Of(parts);

            (change.Volume + change.Mix + change.Price).ShouldBe(change.Spent - change.Usual);
            change.Spent.ShouldBe(parts.Sum(part => part.Cost));
            change.Usual.ShouldBe(parts.Sum(part => part.UsualCost), 0.000000000001m);
        }

        decimal Some() => random.Next(4) == 0 ? 0 : random.Next(1_000_000) / 1000m;
    }
}
