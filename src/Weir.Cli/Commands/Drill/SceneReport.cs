using System.Globalization;
using Weir.Cli.Output;
using Weir.Lab.Drills.Scenes;

namespace Weir.Cli.Commands.Drill;

/// <summary>A scene's verdict as tables: what users saw in each phase, what each provider saw, and which objectives were met.</summary>
internal static class SceneReport
{
    private static readonly Column[] Phases =
        [new("PHASE"), new("CALLS", true), new("WHOLE", true), new("ERRORS", true), new("FIRST p50", true), new("FIRST p99", true), new("LONGEST", true)];

    private static readonly Column[] Providers = [new("PROVIDER"), new("ATTEMPTS", true), new("ANSWERED WELL", true), new("HUNG UP ON", true)];

    private static readonly Column[] Objectives = [new("OBJECTIVE"), new("WANTED", true), new("MEASURED", true), new("")];

    public static void Write(SceneVerdict verdict)
    {
        Console.Out.WriteLine();
        Table.Write(Phases, [.. verdict.Phases.Append(verdict.Jobs).OfType<PhaseFigures>().Select(Row)]);
        Console.Out.WriteLine();
        Table.Write(Providers, [.. verdict.Providers.Select(provider => (string[])
            [provider.Name, Count(provider.Attempts), Count(provider.AnsweredWell), Count(provider.HungUpOn)])]);
        Console.Out.WriteLine();
        Table.Write(Objectives, [.. verdict.Objectives.Select(row => (string[])
            [row.Objective.Name, row.Objective.Wanted, row.Objective.Show(row.Value), row.IsMet ? "met" : "MISSED"])]);
        if (verdict.IsLagging)
            Console.Out.WriteLine(Paint.Yellow($"The drill made calls {Seconds(verdict.Lag)} late (p99), which counts against the times: this machine is too small, or has too much else to do."));
        Console.Out.WriteLine(Sentence(verdict));
    }

    private static string Sentence(SceneVerdict verdict)
    {
        var name = verdict.Scene.Name;
        var missed = $"{Show.Count(verdict.Missed, "objective")} missed";
        return verdict.Judgement switch
        {
            Judgement.Met => Paint.Green($"PASS  {name}: all objectives met."),
            Judgement.Missed => Paint.Red($"FAIL  {name}: {missed}."),
            _ => Paint.Yellow($"INVALID  {name}: {missed}, on a machine that did not keep up. Take fewer users (--users), or a quieter machine."),
        };
    }

    private static string[] Row(PhaseFigures phase) =>
    [
        phase.Name,
        Count(phase.Calls),
        Count(phase.Whole),
        phase.Errors.Count == 0 ? Show.Nothing : $"{phase.Errors[0].Value} {Show.Text(phase.Errors[0].Key, 40)}",
        Seconds(phase.FirstTokenMedian),
        Seconds(phase.FirstTokenP99),
        Seconds(phase.Longest),
    ];

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(double value) => double.IsNaN(value) ? Show.Nothing : value.ToString("0.00", CultureInfo.InvariantCulture) + "s";
}
