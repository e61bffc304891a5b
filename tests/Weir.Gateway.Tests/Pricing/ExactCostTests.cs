using System.Text.Json;
using Weir.Dialects.Usage;
using Weir.Gateway.Pricing;

namespace Weir.Gateway.Tests.Pricing;

/// <summary>What providers say was used, priced to the last decimal. The sums stand in <c>exact.yaml</c>, and were not worked out by this code.</summary>
public sealed class ExactCostTests
{
    public static TheoryData<string> Names => [.. ExactCases.All.Select(known => known.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_costs_exactly_this(string name)
    {
        var known = ExactCases.All.Single(one => one.Name == name);
        using var answer = JsonDocument.Parse(known.Answer);

        UsageBlock.Read(answer.RootElement, out var usage).ShouldNotBeNull();
        var charge = ExactCases.Book.Find(known.Model).ShouldNotBeNull().CostOf(usage);

        charge.Amount.ShouldBe(known.Cost);
        PriceGapNames.Of(charge.Gaps).ShouldBe(known.Unpriced);
    }

    [Fact]
    public void There_are_more_than_120_of_them_and_each_is_told_from_the_others()
    {
        ExactCases.All.Count.ShouldBeGreaterThan(120);
        ExactCases.All.Select(known => known.Name).ShouldBeUnique();
        ExactCases.All.Select(known => (known.Model, known.Answer)).ShouldBeUnique();
    }

    /// <summary>Every token is on one line, whatever its provider says of how kinds overlap.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Every_token_is_charged_once(string name)
    {
        var known = ExactCases.All.Single(one => one.Name == name);
        using var answer = JsonDocument.Parse(known.Answer);
        UsageBlock.Read(answer.RootElement, out var usage);

        Span<BillLine> room = stackalloc BillLine[Bill.MostLines];
        var (input, output) = (0m, 0m);
        foreach (var line in new Bill(ExactCases.Book.Find(known.Model)!, usage, room).Lines)
        {
            if (line.Kind < PriceKind.Output) input += line.Count;
            else if (PriceKinds.IsPerMillion(line.Kind)) output += line.Count;
        }

        (input, output).ShouldBe((usage.Input, usage.Output));
    }
}
