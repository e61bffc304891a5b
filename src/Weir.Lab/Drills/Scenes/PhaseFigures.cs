namespace Weir.Lab.Drills.Scenes;

/// <summary>What users saw of the calls that were meant to be made in one phase. Times are in seconds, and not a number where there were no calls.</summary>
internal sealed record PhaseFigures
{
    public required string Name { get; init; }

    /// <summary>When it began, counted from the start of the scene.</summary>
    public required TimeSpan Start { get; init; }

    public required int Calls { get; init; }

    /// <summary>How many of them were answered whole.</summary>
    public required int Whole { get; init; }

    /// <summary>What became of the others, with how often it did; the commonest first.</summary>
    public required IReadOnlyList<KeyValuePair<string, int>> Errors { get; init; }

    public required double FirstTokenMedian { get; init; }

    public required double FirstTokenP99 { get; init; }

    /// <summary>The longest wait for an end.</summary>
    public required double Longest { get; init; }

    /// <param name="result">What was played.</param>
    /// <param name="phase">The phase's number, from 0.</param>
    public static PhaseFigures Of(SceneResult result, int phase) => Of(result.Scene.Phases[phase].Name, result.Scene.StartOf(phase), [.. result.CallsOf(phase)]);

    /// <summary>What the jobs beside the users saw; null where there were none.</summary>
    public static PhaseFigures? OfJobs(SceneResult result) =>
        result.Scene.Jobs is { } jobs ? Of($"{jobs.Count} jobs", result.Scene.StartOf(jobs.From), result.JobCalls) : null;

    private static PhaseFigures Of(string name, TimeSpan start, IReadOnlyList<SceneCall> calls) => new()
    {
        Name = name,
        Start = start,
        Calls = calls.Count,
        Whole = calls.Count(call => call.Reply.IsWhole),
        Errors = [.. calls.Where(call => !call.Reply.IsWhole).CountBy(call => WordFor(call.Reply)).OrderByDescending(error => error.Value)],
        FirstTokenMedian = SceneResult.Quantile(calls.Select(call => call.FirstToken), 0.5),
        FirstTokenP99 = SceneResult.Quantile(calls.Select(call => call.FirstToken), 0.99),
        Longest = SceneResult.Quantile(calls.Select(call => call.Whole), 1),
    };

    private static string WordFor(DrillReply reply) => reply.Error ?? reply.Problem ?? (reply.IsDishonest ? "not the answer" : "no end");
}
