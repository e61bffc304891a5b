namespace Weir.Lab.Drills.Scenes;

/// <summary>A provider that is up by every measure but one: what it says is worth nothing.</summary>
internal static class PoisonedAnswers
{
    public static Scene Scene { get; } = new(
        "poisoned-answers",
        "One of three providers answers with status 200, and with nothing, nonsense, or one word over and over.",
        ["north", "east", "south"],
        [
            new("all is well", 10),
            new("north's answers are worthless", 30, new Trouble(
                "north", FaultMix.Of((0.2, "garbage"), (0.2, "blank"), (0.2, "babble:2000"), (0.1, "empty"), (0.1, "truncated-json")))),
            new("all recover", 20),
        ],
        [
            Demand.Whole(0.995),
            Demand.FirstToken(8),
            Demand.NothingDishonest,
            Demand.LongestWait(15),
            Demand.Attempts(1.25),
            Demand.EveryCallInTheLedger,
            Demand.UsersRecovered(5),
            Demand.ProvidersBack(20),
        ])
    {
        // Only a whole answer shows that it is worth nothing, and only who reads along finds a loop.
        Settings = "retries: 2, commit: full, checks: [empty, truncated, schema, repetition], deadline: 30s",
    };
}
