using Weir.Gateway.Calls;
using Weir.Gateway.Model;

namespace Weir.Gateway.Upstream;

/// <summary>How long an attempt may take: what its deployment is given, and what the call has left.</summary>
/// <param name="Headers">From sending the request to the response's headers.</param>
/// <param name="FirstToken">From sending the request to the first content of a stream, or null where only <paramref name="Idle"/> holds.</param>
/// <param name="Idle">Between two pieces of the body.</param>
/// <param name="Total">The whole attempt.</param>
/// <param name="Deadline">How long the whole call may take.</param>
/// <param name="IsDeadline">Whether <paramref name="Total"/> ends with the call's own deadline.</param>
internal readonly record struct AttemptLimits(TimeSpan Headers, TimeSpan? FirstToken, TimeSpan Idle, TimeSpan Total, TimeSpan Deadline, bool IsDeadline)
{
    /// <summary>Whoever could not wait this long has not found out that a deployment is silent: a few clients in a hurry must not close it for all.</summary>
    private static readonly TimeSpan ShortestSilence = TimeSpan.FromSeconds(5);

    /// <summary>The time until the first sign of an answer where the call could spare no more, and that is too little to blame the deployment for; else null.</summary>
    public TimeSpan? Spared { get; private init; }

    /// <param name="call">The call.</param>
    /// <param name="deployment">Where the attempt goes.</param>
    /// <param name="hasAlternative">Whether another deployment could still answer.</param>
    public static AttemptLimits Of(Call call, DeploymentModel deployment, bool hasAlternative)
    {
        var own = deployment.Timeouts;
        var left = call.TimeLeft;
        // Half of what is left: waiting for one that is silent must not use up the time of the one that would have answered.
        var patience = hasAlternative ? left / 2 : left;
        var headers = Shorter(own.FirstByte, patience);
        TimeSpan? firstToken = null;
        if (call.Record.Streamed)
        {
            firstToken = own.FirstToken ?? (hasAlternative ? TimeoutsModel.FirstTokenWithFallback : null);
            if (hasAlternative) firstToken = Shorter(firstToken!.Value, patience);
            if (firstToken is { } first) headers = Shorter(headers, first);
        }
        return new AttemptLimits(headers, firstToken, own.Idle, Shorter(own.Total, left), call.Deadline, left <= own.Total)
        {
            Spared = hasAlternative && patience < ShortestSilence ? patience : null,
        };
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
