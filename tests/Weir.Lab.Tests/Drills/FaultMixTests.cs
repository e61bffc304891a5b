using Weir.Lab.Drills.Scenes;
using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Tests.Drills;

public sealed class FaultMixTests
{
    [Theory]
    [InlineData(0.0, FaultKind.Status)]
    [InlineData(0.29, FaultKind.Status)]
    [InlineData(0.31, FaultKind.Cut)]
    [InlineData(0.49, FaultKind.Cut)]
    public void A_draw_falls_on_a_fault_by_its_share(double draw, object expected) =>
        FaultMix.Of((0.3, "status:503"), (0.2, "cut:5")).Pick(draw)!.Kind.ShouldBe((FaultKind)expected);

    [Fact]
    public void What_is_left_is_answered_well()
    {
        FaultMix.Of((0.3, "status:503"), (0.2, "cut:5")).Pick(0.51).ShouldBeNull();
        FaultMix.Nothing.Pick(0).ShouldBeNull();
    }

    [Fact]
    public void Shares_of_more_than_the_whole_and_faults_that_do_not_exist_are_refused()
    {
        Should.Throw<ArgumentException>(() => FaultMix.Of((0.6, "status:503"), (0.5, "reset")));
        Should.Throw<ArgumentException>(() => FaultMix.Of((0.6, "explode")));
    }
}
