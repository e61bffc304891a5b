using Weir.Lab.Drills;
using Weir.Lab.Drills.Scenes;

namespace Weir.Lab.Tests.Drills;

/// <summary>Results that were never played, for what is measured of them.</summary>
internal static class SceneResults
{
    /// <summary>Ten seconds of calm, ten of trouble, ten of recovery.</summary>
    public static Scene Scene { get; } = new(
        "test", "", ["north", "south"], [new("calm", 1), new("trouble", 1, Trouble.At("north", "reset")), new("recovery", 1)], [])
    {
        Duration = TimeSpan.FromSeconds(30),
    };

    public static DrillReply Whole { get; } = new()
    {
        Status = 200, Text = SixtyWords.Text, Finish = "stop", HasEnd = true, FirstToken = TimeSpan.FromSeconds(0.3), Duration = TimeSpan.FromSeconds(1.5),
    };

    public static SceneCall Call(double at, DrillReply? reply = null, double late = 0) =>
        new(TimeSpan.FromSeconds(at), TimeSpan.FromSeconds(late), reply ?? Whole);

    public static SceneResult Of(params SceneCall[] calls) => new()
    {
        Scene = Scene,
        Started = DateTimeOffset.UnixEpoch,
        Calls = calls,
        Attempts = new Dictionary<string, IReadOnlyList<UpstreamAttempt>> { ["north"] = [], ["south"] = [] },
        LedgerRows = calls.Length,
    };
}
