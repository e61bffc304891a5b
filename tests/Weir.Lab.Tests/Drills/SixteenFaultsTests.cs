using Weir.Lab.Drills.SixteenFaults;

namespace Weir.Lab.Tests.Drills;

[Collection(AloneCollection.Name)]
public sealed class SixteenFaultsTests(SixteenFaultsFixture drill) : IClassFixture<SixteenFaultsFixture>
{
    public static TheoryData<string> Names => [.. TheSixteen.All.Select(fault => fault.Name)];

    [Fact]
    public void There_are_sixteen() => TheSixteen.All.Select(fault => fault.Name).Distinct().Count().ShouldBe(16);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_fault_is_taken_as_it_should_be(string name)
    {
        var result = drill.Results[name];

        result.IsPassed.ShouldBeTrue(FaultReport.Of(result));
    }

    [Fact]
    public void Every_call_is_in_the_ledger_once()
    {
        foreach (var fault in TheSixteen.All) drill.Ledger.Count(call => call.ModelAsked == fault.Name).ShouldBe(fault.Calls, fault.Name);
    }

    [Fact]
    public void Attempts_in_the_ledger_are_those_that_the_upstreams_saw()
    {
        foreach (var (name, result) in drill.Results)
        {
            var attempts = drill.Ledger.Where(call => call.ModelAsked == name).SelectMany(call => call.Attempts).ToList();
            attempts.Count(attempt => attempt.Deployment == result.Case.PrimaryModel).ShouldBe(result.Seen.Primary.Count, name);
            attempts.Count(attempt => attempt.Deployment == result.Case.FallbackModel).ShouldBe(result.Seen.Fallback.Count, name);
        }
    }

    [Fact]
    public void Attempts_that_were_turned_away_cost_nothing()
    {
        var turnedAway = drill.Ledger.SelectMany(call => call.Attempts).Where(attempt => attempt.Status >= 400).ToList();

        turnedAway.ShouldNotBeEmpty();
        turnedAway.ShouldAllBe(attempt => (attempt.Cost ?? 0) == 0);
    }
}
