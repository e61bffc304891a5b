using Weir.Lab.Drills.Scenes;

namespace Weir.Cli.Commands.Drill;

/// <summary>A scene's verdict as <c>--json</c> prints it. What could not be measured is null.</summary>
internal static class SceneJson
{
    public static object Of(SceneVerdict verdict, int seed) => new
    {
        drill = verdict.Scene.Name,
        verdict = NameOf(verdict.Judgement),
        users = verdict.Scene.Users,
        duration_seconds = verdict.Scene.Duration.TotalSeconds,
        seed,
        drill_lag_seconds = Number(verdict.Lag),
        objectives = verdict.Objectives.Select(row => new
        {
            name = row.Objective.Name,
            unit = NameOf(row.Objective.Unit),
            at_least = row.Objective.IsLeast ? row.Objective.Limit : (double?)null,
            at_most = row.Objective.IsLeast ? (double?)null : row.Objective.Limit,
            measured = Number(row.Value),
            met = row.IsMet,
        }),
        phases = verdict.Phases.Select(Of),
        jobs = verdict.Jobs is { } jobs ? Of(jobs) : null,
        providers = verdict.Providers.Select(provider => new
        {
            name = provider.Name,
            attempts = provider.Attempts,
            answered_well = provider.AnsweredWell,
            hung_up_on = provider.HungUpOn,
        }),
    };

    private static object Of(PhaseFigures phase) => new
    {
        name = phase.Name,
        start_seconds = phase.Start.TotalSeconds,
        calls = phase.Calls,
        whole = phase.Whole,
        errors = phase.Errors.ToDictionary(),
        first_token_p50_seconds = Number(phase.FirstTokenMedian),
        first_token_p99_seconds = Number(phase.FirstTokenP99),
        longest_seconds = Number(phase.Longest),
    };

    private static string NameOf(Judgement judgement) => judgement switch
    {
        Judgement.Met => "pass",
        Judgement.Missed => "fail",
        _ => "invalid",
    };

    private static string NameOf(ObjectiveUnit unit) => unit switch
    {
        ObjectiveUnit.Share => "share",
        ObjectiveUnit.Seconds => "seconds",
        ObjectiveUnit.PerCall => "per_call",
        _ => "count",
    };

    /// <summary>JSON has no word for what is infinite or nothing.</summary>
    private static double? Number(double value) => double.IsFinite(value) ? Math.Round(value, 4) : null;
}
