namespace Weir.Lab.Drills.Scenes;

/// <summary>What was seen of a scene in figures, and what they say of the gateway.</summary>
internal sealed class SceneVerdict
{
    /// <summary>
    /// How late 99 of 100 calls may be made. Later ones come in heaps, at a gateway that has to share the same machine. A
    /// thirtieth of the shortest time that any objective knows (3 s).
    /// </summary>
    public static readonly TimeSpan MostLag = TimeSpan.FromSeconds(0.1);

    /// <param name="result">What was seen.</param>
    public SceneVerdict(SceneResult result)
    {
        Scene = result.Scene;
        Phases = [.. Enumerable.Range(0, Scene.Phases.Count).Select(phase => PhaseFigures.Of(result, phase))];
        Jobs = PhaseFigures.OfJobs(result);
        Providers = [.. result.Attempts.Select(provider => ProviderFigures.Of(provider.Key, provider.Value))];
        Objectives = [.. Scene.Objectives.Select(objective => new MeasuredObjective(objective, objective.Measure(result)))];
        Lag = SceneResult.Quantile(result.Calls.Select(call => call.Late), 0.99);
    }

    public Scene Scene { get; }

    public IReadOnlyList<PhaseFigures> Phases { get; }

    /// <summary>What the jobs beside the users saw; null where there were none.</summary>
    public PhaseFigures? Jobs { get; }

    public IReadOnlyList<ProviderFigures> Providers { get; }

    public IReadOnlyList<MeasuredObjective> Objectives { get; }

    /// <summary>By how many seconds the drill itself was late with its calls, p99; not a number when there were none.</summary>
    public double Lag { get; }

    /// <summary>Whether this machine keeps up with the drill.</summary>
    public bool IsLagging => Lag > MostLag.TotalSeconds;

    public int Missed => Objectives.Count(objective => !objective.IsMet);

    /// <summary>The drill's own delays count against the gateway: objectives that it meets in spite of them are met.</summary>
    public Judgement Judgement => Missed == 0 ? Judgement.Met : IsLagging ? Judgement.Invalid : Judgement.Missed;
}
