using static Weir.Lab.Drills.Scenes.Trouble;

namespace Weir.Lab.Drills.Scenes;

/// <summary>Three in the morning on a Saturday: of three providers one dies, one slows down and one limits the rate, then all recover.</summary>
internal static class SaturdayAtThree
{
    private static readonly Trouble Dead = At("north", "reset");
    private static readonly Trouble Slow = At("east", "slow-first-token:8s");

    /// <summary>
    /// It is the only one left then. Of 40 calls a second a share p has to be tried again, and p² once more: 9.6 with one in five,
    /// 12.5 with one in four. A gateway that keeps retries to ten a second, or a fifth of the calls, could not answer the latter in time.
    /// </summary>
    private static readonly Trouble Limited = At("south", "status:429:retry-after=1", 0.2);

    public static Scene Scene { get; } = new(
        "saturday-3am",
        "500 users, three providers: one dies, one slows down, one limits the rate; then all recover.",
        ["north", "east", "south"],
        [
            new("all is well", 10),
            new("north dies", 10, Dead),
            new("east slows down too", 10, Dead, Slow),
            new("south limits the rate too", 10, Dead, Slow, Limited),
            new("all recover", 20),
        ],
        [
            Demand.Whole(0.995),
            Demand.FirstToken(5),
            Demand.NothingDishonest,
            Demand.LongestWait(30),
            Demand.Attempts(1.5),
            Demand.EveryCallInTheLedger,
            Demand.UsersRecovered(5),
            Demand.ProvidersBack(15),
        ]);
}
