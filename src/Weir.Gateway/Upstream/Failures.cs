using Weir.Gateway.Calls;
using Weir.Gateway.Model;

namespace Weir.Gateway.Upstream;

/// <summary>
/// What went wrong with a call so far, and which of it the client is told: what its own request is to blame for, else what the
/// deployment said that it went to first. That a stand-in failed in another way helps nobody who does not know of it.
/// </summary>
/// <param name="first">The deployment that the call went to first.</param>
internal struct Failures(DeploymentModel first)
{
    private CallError? _shown;
    private Attempt? _of;

    /// <summary>Notes a failure.</summary>
    /// <param name="deployment">Whose failure it is.</param>
    /// <param name="attempt">Which attempt failed, or null when nothing was sent.</param>
    /// <param name="error">How.</param>
    public void Add(DeploymentModel deployment, Attempt? attempt, CallError error)
    {
        var isFirsts = deployment == first;
        var isRequests = attempt is not null && error.Failure.EndsCall();
        if (_shown is not null && !isRequests && !isFirsts && _of is not null) return;
        (_shown, _of) = (error, attempt);
    }

    /// <summary>Fails the call with what the client is to be told.</summary>
    /// <returns>False, so that a stage can return it.</returns>
    public readonly bool Tell(Call call)
    {
        // An upstream's headers stay readable when its response has been let go of: limits, and when to come back.
        if (_of?.Response is { } response && (int)response.StatusCode >= 300 && !call.Reply.HasBegun) call.Reply.Forward(response, _of.IsTranslated);
        return call.Fail(_shown!);
    }
}
