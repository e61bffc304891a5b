using Weir.Gateway.Costs;
using Weir.Gateway.Model;
using Weir.Gateway.Tests.Configuration;

namespace Weir.Gateway.Tests.Costs;

/// <summary>What a feature costs beside its calls.</summary>
public sealed class DeclaredCostsTests
{
    [Theory]
    [InlineData("120", "month", "2026-11-01", "2026-12-01", "120")]
    [InlineData("120", "month", "2026-11-01", "2026-11-16", "60")]
    [InlineData("310", "month", "2026-10-31", "2026-11-02", "20.333333333333")]
    [InlineData("365", "year", "2026-11-01", "2026-11-08", "7")]
    [InlineData("7", "week", "2026-11-01", "2026-11-03", "2")]
    [InlineData("5", "day", "2026-11-01", "2026-11-04", "15")]
    [InlineData("2", "hour", "2026-11-01", "2026-11-02", "48")]
    [InlineData("0.5", "call", "2026-11-01", "2026-11-02", "617")]
    [InlineData("2", "1000 calls", "2026-11-01", "2026-11-02", "2.468")]
    public void It_is_reckoned_in_proportion(string amount, string per, string from, string until, string expected) =>
        DeclaredCosts.AmountOf(new DeclaredCostModel("x", Number(amount), CostUnits.Parse(per)), Time(from), Time(until), 1_234, TimeZoneInfo.Utc).ShouldBe(Number(expected));

    [Fact]
    public void A_month_is_that_of_the_time_zone()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

        // October has 31 days and an hour there: clocks go back.
        DeclaredCosts.AmountOf(new DeclaredCostModel("x", 745, CostUnit.Month), Time("2026-09-30").AddHours(22), Time("2026-09-30").AddHours(23), 0, berlin).ShouldBe(1);
    }

    [Theory]
    [InlineData("{ for: x, amount: -1, per: day }", "features.search.costs[0].amount: -1 is out of range. Write US dollars, 0 to 1000000000.")]
    [InlineData("{ for: x, amount: 1, per: fortnight }", "features.search.costs[0].per: \"fortnight\" is not one of the values allowed here. Write call or 1000 calls or hour or day or week or month or year.")]
    [InlineData("{ for: x, per: day }", "features.search.costs[0].amount: the key \"amount\" is missing. Add it, such as amount: 120")]
    [InlineData("{ amount: 1, per: day }", "features.search.costs[0].for: the key \"for\" is missing. Add it, such as for: vector store")]
    public void Mistakes_are_told_with_their_place(string cost, string error) =>
        Given.Errors($"{Given.Minimal}features: {{ search: {{ costs: [{cost}] }} }}\n").ShouldHaveSingleItem().ShouldEndWith(error);

    [Fact]
    public void What_is_written_is_what_the_model_has() =>
        Given.Model($"{Given.Minimal}features: {{ search: {{ costs: [{{ for: vector store, amount: 120.50, per: month }}] }} }}\n").Features["search"].DeclaredCosts
            .ShouldBe([new DeclaredCostModel("vector store", 120.5m, CostUnit.Month)]);

    private static DateTimeOffset Time(string date) => new(DateTime.ParseExact(date, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero);

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
