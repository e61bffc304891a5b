using System.CommandLine;
using Weir.Cli.Usage;
using Weir.Lab.Drills.Scenes;

namespace Weir.Cli.Commands.Drill;

/// <summary><c>weir drill SCENE</c>: plays a bad day end to end and judges it by its objectives.</summary>
internal static class SceneCommand
{
    public static Command Create(Scene scene)
    {
        var (users, duration, seed) = (DrillOptions.Users(scene), DrillOptions.Duration(scene), DrillOptions.Seed());
        var command = new Verb(scene.Name, scene.Story, $"weir drill {scene.Name}", $"weir drill {scene.Name} --users 50 --duration 30s --seed 7")
        {
            users, duration, seed,
        };
        command.Notes = [.. Notes(scene)];
        command.SetAction((parsed, _) => Interruptible.RunAsync(stop => PlayAsync(
            scene with { Users = parsed.GetValue(users) ?? scene.Users, Duration = parsed.GetValue(duration) ?? scene.Duration },
            parsed.GetValue(seed) ?? Environment.TickCount,
            stop)));
        return command;
    }

    private static async Task<int> PlayAsync(Scene scene, int seed, CancellationToken stop)
    {
        Console.Out.WriteLine($"{scene.Name}: {scene.Users} users for {Seconds(scene.Duration)}, {scene.Providers.Count} providers, seed {seed}");
        await using var run = new SceneRun(scene, seed, TimeProvider.System)
        {
            PhaseBegins = phase => Console.Out.WriteLine($"{Seconds(scene.StartOf(phase)),5}  {scene.Phases[phase].Name}"),
        };
        await run.StartAsync(stop);
        return SceneReport.Write(await run.PlayAsync(stop)) ? WeirCommand.Done : WeirCommand.No;
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
