using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Lab.Drills.Scenes;

namespace Weir.Cli.Commands.Drill;

/// <summary><c>weir drill SCENE</c>: plays a bad day end to end and judges it by its objectives.</summary>
internal static class SceneCommand
{
    public static Command Create(Scene scene)
    {
        var (users, duration, seed, json) = (DrillOptions.Users(scene), DrillOptions.Duration(scene), DrillOptions.Seed(), CommonOptions.Json());
        var command = new Verb(scene.Name, scene.Story, $"weir drill {scene.Name}", $"weir drill {scene.Name} --users 50 --duration 30s --seed 7", $"weir drill {scene.Name} --json")
        {
            users, duration, seed, json,
        };
        command.Notes = [.. Notes(scene)];
        command.SetAction((parsed, _) => Interruptible.RunAsync(stop => PlayAsync(
            scene with { Users = parsed.GetValue(users) ?? scene.Users, Duration = parsed.GetValue(duration) ?? scene.Duration },
            parsed.GetValue(seed) ?? Environment.TickCount,
            parsed.GetValue(json),
            stop)));
        return command;
    }

    private static async Task<int> PlayAsync(Scene scene, int seed, bool asJson, CancellationToken stop)
    {
        if (!asJson) Console.Out.WriteLine($"{scene.Name}: {scene.Users} users for {Seconds(scene.Duration)}, {scene.Providers.Count} providers, seed {seed}");
        await using var run = new SceneRun(scene, seed, TimeProvider.System)
        {
            PhaseBegins = phase =>
            {
                if (!asJson) Console.Out.WriteLine($"{Seconds(scene.StartOf(phase)),5}  {scene.Phases[phase].Name}");
            },
        };
        await run.StartAsync(stop);
        var verdict = new SceneVerdict(await run.PlayAsync(stop));
        if (asJson) Console.Out.WriteLine(Json.Page(SceneJson.Of(verdict, seed)));
        else SceneReport.Write(verdict);
        return verdict.Judgement switch
        {
            Judgement.Met => WeirCommand.Done,
            Judgement.Missed => WeirCommand.No,
            _ => WeirCommand.CannotDo,
        };
    }

    private static IEnumerable<string> Notes(Scene scene) =>
    [
        "What happens:",
        .. scene.Phases.Select((phase, number) => $"{Seconds(scene.StartOf(number)),6}  {phase.Name}"),
        "Objectives:",
        .. scene.Objectives.Select(objective => $"  {objective.Name}: {objective.Wanted}"),
    ];

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.#}s";
}
