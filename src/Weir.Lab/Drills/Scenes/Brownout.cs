using static Weir.Lab.Drills.Scenes.Trouble;

namespace Weir.Lab.Drills.Scenes;

/// <summary>Every provider is overloaded at once. Nobody can be sent elsewhere: what counts is not to make it worse, and to be back at once.</summary>
internal static class Brownout
{
    public static Scene Scene { get; } = new(
        "brownout",
        "Both providers turn three calls in ten away for half a minute; retries must not make it worse.",
        ["north", "south"],
        [
            new("all is well", 10),
            new("both are overloaded", 30, At("north", "status:503", 0.3), At("south", "status:503", 0.3)),
            new("all recover", 20),
        ],
        [
            Demand.Whole(0.85),
            Demand.NothingDishonest,
            Demand.LongestWait(30),
            Demand.Attempts(1.25),
            Demand.EveryCallInTheLedger,
            Demand.UsersRecovered(5),
            Demand.ProvidersBack(15),
        ]);
}
