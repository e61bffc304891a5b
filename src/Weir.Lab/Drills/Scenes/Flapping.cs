using static Weir.Lab.Drills.Scenes.Trouble;

namespace Weir.Lab.Drills.Scenes;

/// <summary>A provider that goes and comes back, again and again: whoever trusts it at once is let down at once.</summary>
internal static class Flapping
{
    private static readonly ScenePhase Down = new("north is down", 5, At("north", "status:500"));
    private static readonly ScenePhase Up = new("north is up", 5);

    public static Scene Scene { get; } = new(
        "flapping",
        "One of three providers fails for five seconds, works for five, and so on.",
        ["north", "east", "south"],
        [Up, Down, Up, Down, Up, Down, Up, Down, new("all recover", 20)],
        [
            Demand.Whole(0.999),
            Demand.FirstToken(3),
            Demand.NothingDishonest,
            Demand.LongestWait(15),
            Demand.Attempts(1.25),
            Demand.EveryCallInTheLedger,
            Demand.UsersRecovered(5),
            Demand.ProvidersBack(20),
        ]);
}
