using static Weir.Lab.Drills.Scenes.Trouble;

namespace Weir.Lab.Drills.Scenes;

/// <summary>Streams that break in the middle, when the client has half of the answer already.</summary>
internal static class CutStreams
{
    public static Scene Scene { get; } = new(
        "cut-streams",
        "One of three providers cuts half of its streams, another resets a fifth of its connections in the middle.",
        ["north", "east", "south"],
        [
            new("all is well", 10),
            new("north cuts streams, east resets them", 30, At("north", "cut:20", 0.5), At("east", "reset-mid:40", 0.2)),
            new("all recover", 20),
        ],
        [
            Demand.Whole(0.995),
            Demand.FirstToken(3),
            Demand.NothingDishonest,
            Demand.LongestWait(15),
            Demand.Attempts(1.5),
            Demand.EveryCallInTheLedger,
            Demand.UsersRecovered(5),
            Demand.ProvidersBack(20),
        ]);
}
