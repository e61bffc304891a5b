using Weir.Gateway.Pricing;

namespace Weir.Gateway.Tests.Pricing;

public sealed class MachinePriceTests
{
    private const long Hour = 3_600_000_000;

    private static readonly MachinePrice TwoMachines = new(4.20m, 2, 64);

    [Fact]
    public void Full_machines_charge_all_that_they_cost() => (64 * TwoMachines.ShareOf(Hour)).ShouldBe(TwoMachines.CostOf(Hour));

    [Fact]
    public void An_attempt_pays_for_its_slot_as_long_as_it_holds_it()
    {
        TwoMachines.CostOf(Hour).ShouldBe(8.40m);
        TwoMachines.ShareOf(Hour).ShouldBe(0.13125m);
        TwoMachines.ShareOf(Hour / 3600).ShouldBe(0.000036458333m);
        TwoMachines.ShareOf(0).ShouldBe(0);
    }
}
