using Weir.Lab.Drills.Scenes;
using static Weir.Lab.Tests.Drills.SceneResults;

namespace Weir.Lab.Tests.Drills;

public sealed class SceneVerdictTests
{
    private static readonly Objective AtMostTwoSeconds = Demand.LongestWait(2);

    [Theory]
    [InlineData(0, Judgement.Met)]
    [InlineData(0.3, Judgement.Met)]
    [InlineData(1.5, Judgement.Invalid)]
    internal void What_is_met_by_calls_that_were_made_late_is_met_and_what_is_missed_says_nothing(double late, Judgement judgement)
    {
        var verdict = VerdictOf(Call(1, late: late));

        verdict.Judgement.ShouldBe(judgement);
        verdict.IsLagging.ShouldBe(late > 0);
        verdict.Lag.ShouldBe(late, tolerance: 0.001);
    }

    [Fact]
    public void What_is_missed_by_calls_that_were_made_in_time_is_missed()
    {
        var verdict = VerdictOf(Call(1, Whole with { Duration = TimeSpan.FromSeconds(9) }, late: 0.05));

        verdict.Judgement.ShouldBe(Judgement.Missed);
        verdict.Missed.ShouldBe(1);
        verdict.Objectives.ShouldHaveSingleItem().Value.ShouldBe(9.05, tolerance: 0.001);
    }

    [Fact]
    public void Each_phase_has_its_own_calls_and_their_commonest_error_first()
    {
        var refused = Whole with { Status = 503, Error = "server_is_overloaded" };
        var verdict = VerdictOf(Call(1), Call(11, refused), Call(12, Whole with { HasEnd = false }), Call(13, refused), Call(14, Whole with { Text = "no" }));

        verdict.Phases.Select(phase => (phase.Name, phase.Start.TotalSeconds, phase.Calls, phase.Whole)).ShouldBe([("calm", 0, 1, 1), ("trouble", 10, 4, 0), ("recovery", 20, 0, 0)]);
        verdict.Phases[1].Errors.ShouldBe([new("server_is_overloaded", 2), new("no end", 1), new("not the answer", 1)]);
        verdict.Phases[1].FirstTokenMedian.ShouldBe(0.3, tolerance: 0.001);
        verdict.Phases[2].Longest.ShouldBe(double.NaN);
    }

    private static SceneVerdict VerdictOf(params SceneCall[] calls) => new(Of(calls) with { Scene = SceneResults.Scene with { Objectives = [AtMostTwoSeconds] } });
}
