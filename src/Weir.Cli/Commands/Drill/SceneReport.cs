using System.Globalization;
using Weir.Cli.Output;
using Weir.Lab.Drills.Scenes;

namespace Weir.Cli.Commands.Drill;

/// <summary>A scene's result as tables: what users saw in each phase, what each provider saw, and the verdict.</summary>
internal static class SceneReport
{
    private static readonly Column[] Phases =
        [new("PHASE"), new("CALLS", true), new("WHOLE", true), new("ERRORS", true), new("FIRST p50", true), new("FIRST p99", true), new("LONGEST", true)];

    private static readonly Column[] Providers = [new("PROVIDER"), new("ATTEMPTS", true), new("ANSWERED WELL", true), new("HUNG UP ON", true)];

    private static readonly Column[] Verdict = [new("OBJECTIVE"), new("WANTED", true), new("MEASURED", true), new("")];

    /// <summary>Seconds that 99 of 100 calls may be late before the times are no longer the gateway's alone.</summary>
    private const double MostLate = 0.1;

    /// <summary>Prints it.</summary>
    /// <returns>Whether every objective was met.</returns>
    public static bool Write(SceneResult result)
    {
        Console.Out.WriteLine();
        Table.Write(Phases, [.. result.Scene.Phases.Select((phase, number) => Row(phase.Name, [.. result.CallsOf(number)]))]);
        Console.Out.WriteLine();
        Table.Write(Providers, [.. result.Attempts.Select(provider => (string[])
        [
            provider.Key,
            Count(provider.Value.Count),
            Count(provider.Value.Count(attempt => attempt.IsAnswered)),
            Count(provider.Value.Count(attempt => attempt.IsAbandoned)),
        ])]);
        Console.Out.WriteLine();
        var verdict = result.Scene.Objectives.Select(objective => (Objective: objective, Measured: objective.Measure(result))).ToList();
        Table.Write(Verdict, [.. verdict.Select(row => (string[])
            [row.Objective.Name, row.Objective.Wanted, row.Objective.Show(row.Measured), row.Objective.IsMet(row.Measured) ? "met" : "MISSED"])]);
        Warn(SceneResult.Quantile(result.Calls.Select(call => call.Late), 0.99));
        var missed = verdict.Count(row => !row.Objective.IsMet(row.Measured));
        Console.Out.WriteLine(missed == 0
            ? Paint.Green($"{result.Scene.Name}: all objectives met.")
            : Paint.Red($"{result.Scene.Name}: {Show.Count(missed, "objective")} missed."));
        return missed == 0;
    }

    /// <summary>Late calls are the drill's fault, and late answers may be then.</summary>
    private static void Warn(double late)
    {
        if (late > MostLate)
            Console.Out.WriteLine(Paint.Yellow($"The drill made calls {Seconds(late)} late (p99): this machine is too small for so many users, and the times count against it too."));
    }

    private static string[] Row(string phase, IReadOnlyList<SceneCall> calls) =>
    [
        phase,
        Count(calls.Count),
        Count(calls.Count(call => call.Reply.IsWhole)),
        Errors(calls),
        Seconds(SceneResult.Quantile(calls.Select(call => call.FirstToken), 0.5)),
        Seconds(SceneResult.Quantile(calls.Select(call => call.FirstToken), 0.99)),
        Seconds(SceneResult.Quantile(calls.Select(call => call.Whole), 1)),
    ];

    /// <summary>The commonest error of those calls that were not answered whole, with how often it came.</summary>
    private static string Errors(IReadOnlyList<SceneCall> calls)
    {
        var commonest = calls.Where(call => !call.Reply.IsWhole)
            .CountBy(call => call.Reply.Error ?? call.Reply.Problem ?? (call.Reply.IsDishonest ? "not the answer" : "no end"))
            .OrderByDescending(error => error.Value).FirstOrDefault();
        return commonest.Key is null ? Show.Nothing : $"{commonest.Value} {Show.Text(commonest.Key, 40)}";
    }

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(double value) => double.IsNaN(value) ? Show.Nothing : value.ToString("0.00", CultureInfo.InvariantCulture) + "s";
}
