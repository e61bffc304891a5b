using Weir.Gateway.Costs;
using Weir.Gateway.Costs.Reconciliation;
using Weir.Gateway.Model;

namespace Weir.Gateway.Tests.Costs;

/// <summary>Every name stands for one thing, and can be read back.</summary>
public sealed class CostNamesTests
{
    [Fact]
    public void Dimensions_are_read_back_by_their_names()
    {
        CostDimensions.Names.ShouldBe("tenant feature key user session tag model answered deployment provider region release origin prompt result hour day week month".Split(' '));
        foreach (var dimension in CostDimensions.All)
            CostQueryText.By(CostDimensions.NameOf(dimension)).ShouldBe([dimension]);
    }

    [Fact]
    public void Units_of_declared_costs_are_read_back_by_their_names()
    {
        foreach (var unit in Enum.GetValues<CostUnit>()) CostUnits.Parse(CostUnits.NameOf(unit)).ShouldBe(unit);
    }

    [Fact]
    public void Measures_have_names_of_their_own() => UsageMeasures.All.Select(UsageMeasures.NameOf).Distinct().Count().ShouldBe(UsageMeasures.All.Count);
}
