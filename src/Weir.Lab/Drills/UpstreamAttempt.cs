using Weir.Lab.Simulator;
using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Drills;

/// <summary>One request as the upstream of a drill saw it, and what went wrong with it on purpose.</summary>
/// <param name="Request">The request.</param>
/// <param name="Model">The model that it asked for.</param>
/// <param name="Fault">What went wrong; null for nothing.</param>
internal sealed record UpstreamAttempt(RecordedRequest Request, string? Model, Fault? Fault)
{
    /// <summary>When the whole request had arrived.</summary>
    public DateTimeOffset At => Request.At;

    /// <summary>Whether it was made for a job beside the users (<see cref="DrillClient.AskAsync"/>).</summary>
    public bool IsOfJob => Request.Body.Span.IndexOf(DrillClient.JobsQuestion) >= 0;

    /// <summary>A healthy answer was given and read to its end.</summary>
    public bool IsAnswered => Fault is null && Request.Finished.IsCompleted && !Request.ClientWentAway;

    /// <summary>The gateway hung up before it had all that there was.</summary>
    public bool IsAbandoned => Request.ClientWentAway;
}
