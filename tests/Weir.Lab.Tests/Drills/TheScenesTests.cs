using Weir.Lab.Drills.Scenes;

namespace Weir.Lab.Tests.Drills;

public sealed class TheScenesTests
{
    public static TheoryData<string> Names => [.. TheScenes.All.Select(scene => scene.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Troubles_are_at_providers_that_exist_and_the_last_phase_has_none(string name)
    {
        var scene = TheScenes.All.Single(one => one.Name == name);

        scene.Phases.SelectMany(phase => phase.Troubles).Select(trouble => trouble.Provider).Distinct().ShouldBeSubsetOf(scene.Providers);
        (scene.Jobs is not null || scene.Phases.Any(phase => phase.Troubles.Count > 0)).ShouldBeTrue();
        scene.Phases[^1].Troubles.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_over_within_a_minute_and_a_half_and_never_lets_a_half_answer_pass(string name)
    {
        var scene = TheScenes.All.Single(one => one.Name == name);

        scene.Duration.ShouldBeLessThan(TimeSpan.FromSeconds(75));
        scene.Objectives.ShouldContain(Demand.NothingDishonest);
        scene.Objectives.ShouldContain(Demand.EveryCallInTheLedger);
    }
}
