using static Weir.Lab.Drills.Scenes.Trouble;

namespace Weir.Lab.Drills.Scenes;

/// <summary>A provider that takes every call, sends headers at once, and then nothing for twenty seconds: no limit on headers sees it.</summary>
internal static class SlowFirstToken
{
    public static Scene Scene { get; } = new(
        "slow-first-token",
        "One of three providers takes calls at once and says its first word twenty seconds later.",
        ["north", "east", "south"],
        [new("all is well", 10), new("north's first token takes 20 s", 30, At("north", "slow-first-token:20s")), new("all recover", 20)],
        [
            Demand.Whole(0.999),
            Demand.FirstToken(5),
            Demand.NothingDishonest,
            Demand.LongestWait(15),
            Demand.Attempts(1.25),
            Demand.EveryCallInTheLedger,
            Demand.UsersRecovered(5),
            Demand.ProvidersBack(15),
        ]);
}
