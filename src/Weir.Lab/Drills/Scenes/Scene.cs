namespace Weir.Lab.Drills.Scenes;

/// <summary>A bad day, as data: who answers, who asks, what goes wrong when, and what is demanded of the gateway between them.</summary>
/// <param name="Name">As in <c>weir drill NAME</c>.</param>
/// <param name="Story">One line for the list.</param>
/// <param name="Providers">Names of the providers; a call may go to any of them.</param>
/// <param name="Phases">What goes wrong, one after the other. The last one is the recovery: everything is well again.</param>
/// <param name="Objectives">What has to hold in the end.</param>
internal sealed record Scene(
    string Name, string Story, IReadOnlyList<string> Providers, IReadOnlyList<ScenePhase> Phases, IReadOnlyList<Objective> Objectives)
{
    /// <summary>How long users ask. What is under way then may still end. Default 60 s.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many users there are. Default 500.</summary>
    public int Users { get; init; } = 500;

    /// <summary>From one call of a user to the next, on average. Default 12.5 s: 40 calls a second from 500 users.</summary>
    public TimeSpan Gap { get; init; } = TimeSpan.FromSeconds(12.5);

    /// <summary>Programs that ask beside the users, each for its next answer as soon as it has one; null for none.</summary>
    public SceneJobs? Jobs { get; init; }

    /// <summary>How many requests each provider works on at a time, which the gateway knows (<c>concurrency</c>); null for any number.</summary>
    public int? Slots { get; init; }

    /// <summary>How soon users want the first text, which the gateway knows (<c>first_token</c>); null where nobody says.</summary>
    public TimeSpan? WantedFirstToken { get; init; }

    /// <summary>The profile of the simulator that every provider has while nothing is wrong. Default: 300 ms to the first token, 20 ms per token.</summary>
    public string Pace { get; init; } = "sim-typical";

    /// <summary>Settings of the model besides its route, as YAML.</summary>
    public string Settings { get; init; } = "retries: 2, commit: probe, deadline: 30s";

    /// <summary>The time limits that the gateway has, as YAML.</summary>
    public string Timeouts { get; init; } = "first_byte: 5s, first_token: 3s, idle: 5s";

    /// <summary>When each phase begins, counted from the start.</summary>
    public TimeSpan StartOf(int phase) => Duration * (Phases.Take(phase).Sum(one => one.Share) / Phases.Sum(one => one.Share));

    /// <summary>When everything is well again, counted from the start.</summary>
    public TimeSpan RecoveryStart => StartOf(Phases.Count - 1);
}
