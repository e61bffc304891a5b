namespace Weir.Lab.Drills.Scenes;

/// <summary>
/// A chatbot that has to begin its answers within half a second, beside fifty report jobs that ask without a pause, on one quota: without
/// a queue that knows the two apart each chat waits behind the reports, and no error says so.
/// </summary>
internal static class NoisyNeighbour
{
    private const double Wanted = 0.5;

    public static Scene Scene { get; } = new(
        "noisy-neighbour",
        "A chatbot with a promise of half a second beside fifty report jobs, on one provider's quota.",
        ["shared"],
        [
            new("the chatbot is alone", 10),
            new("fifty report jobs beside it", 40),
            new("the jobs are done", 10),
        ],
        [
            Demand.FirstTokenThroughout(Wanted),
            Demand.LeftoverUsed(0.9),
            Demand.Whole(1),
            Demand.JobsWhole,
            Demand.NothingDishonest,
            Demand.EveryCallInTheLedger,
        ])
    {
        Users = 100,
        Jobs = new SceneJobs(50, From: 1, To: 2),
        Slots = 40,
        WantedFirstToken = TimeSpan.FromSeconds(Wanted),
    };
}
