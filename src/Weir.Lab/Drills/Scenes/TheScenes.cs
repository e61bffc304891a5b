namespace Weir.Lab.Drills.Scenes;

/// <summary>Every scene, in the order of the list.</summary>
internal static class TheScenes
{
    public static IReadOnlyList<Scene> All { get; } =
        [SaturdayAtThree.Scene, Brownout.Scene, Flapping.Scene, SlowFirstToken.Scene, CutStreams.Scene, PoisonedAnswers.Scene, NoisyNeighbour.Scene];
}
