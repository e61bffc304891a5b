using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Weir.Dialects.OpenAI;
using Weir.Gateway.Budgets;
using Weir.Gateway.Coalescing;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Fallbacks;
using Weir.Gateway.Ledger;
using Weir.Gateway.Limits;
using Weir.Gateway.Model;
using Weir.Gateway.Relay;
using Weir.Gateway.Rescue;
using Weir.Gateway.Responses;
using Weir.Gateway.Routing;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Calls;

/// <summary>
/// One inbound request on its way through: what the stages learn of it, in the order in which they do. Used by one stage at a
/// time, never reused for another request.
/// </summary>
internal sealed class Call : IDisposable
{
    private readonly TimeProvider _time;
    private readonly long _started;
    private CancellationToken _nobodyLeft;
    private List<DeploymentModel>? _putOff;
    private bool _hasComeBack;

    public Call(HttpContext http, CallEndpoint endpoint, string? pathModel, GatewayModel model, TimeProvider time)
    {
        _time = time;
        _started = time.GetTimestamp();
        Http = http;
        Endpoint = endpoint;
        PathModel = pathModel;
        Model = model;
        Deadline = model.Limits.Deadline;
        var now = time.GetUtcNow();
        Record = new CallRecord
        {
            Id = CallId.New(now.ToUnixTimeMilliseconds()),
            StartedAt = (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
            Endpoint = endpoint.Name,
            Release = model.Release,
        };
        Reply = new Reply(http.Response, Record.Id, endpoint.Dialect, time);
    }

    public HttpContext Http { get; }

    /// <summary>The gateway's clock.</summary>
    public TimeProvider Time => _time;

    public CallEndpoint Endpoint { get; }

    /// <summary>The model that the client asks for, where its dialect names it in the path; else null.</summary>
    public string? PathModel { get; }

    /// <summary>The configuration that was in force when the call arrived; it keeps to it until its end.</summary>
    public GatewayModel Model { get; }

    /// <summary>What the ledger will keep.</summary>
    public CallRecord Record { get; }

    /// <summary>What the client is sent.</summary>
    public Reply Reply { get; }

    /// <summary>Set by Identity.</summary>
    public KeyModel? Key { get; set; }

    /// <summary>What it has of the limits that hold for it; set by Limits, null where there are none.</summary>
    public CallLimits? Limits { get; set; }

    /// <summary>The budgets that hold for it; set by Budget, null where there are none.</summary>
    public CallBudgets? Budgets { get; set; }

    /// <summary>The calls that it is made for, each of which pays its own part; null for all calls but those of several together.</summary>
    public IReadOnlyList<Call>? Members { get; init; }

    /// <summary>The request's bytes; set by Receive.</summary>
    public RequestBody? Body { get; set; }

    /// <summary>What was read from the bytes; set by Receive.</summary>
    public RequestHead? Head { get; set; }

    /// <summary>The response that the call goes on from; set by History, null for calls that go on from none.</summary>
    public ResponseLink? Previous { get; set; }

    /// <summary>All responses that the call goes on from, oldest first; set by Attempt where the upstream has to be told them, else empty.</summary>
    public IReadOnlyList<StoredResponse> History { get; set; } = [];

    /// <summary>What the model that was asked for leads to; set by Route.</summary>
    public RouteModel? Route { get; set; }

    /// <summary>Where the attempt goes that is under way or comes next; set by Route, and by Attempts when it goes on to another.</summary>
    public DeploymentModel? Deployment { get; set; }

    /// <summary>The deployments that are not to be tried (again). Replaced and never changed: an attempt under way may be looking at it.</summary>
    public IReadOnlyList<DeploymentModel> PassedOver { get; private set; } = [];

    /// <summary>The regions that it may be answered in; null means any. Set by Route.</summary>
    public FrozenSet<string>? Regions { get; set; }

    /// <summary>What the deployment has to be able to do that answers; null means that any will do. Set by Route.</summary>
    public CallNeeds? Needs { get; set; }

    /// <summary>Who goes first where not all can. Set by Route.</summary>
    public CallPriority Priority { get; set; }

    /// <summary>Whether an attempt of it was stopped to make room for a call of a higher priority. Set by Attempts.</summary>
    public bool HasBeenDisplaced { get; set; }

    /// <summary>What its budgets do to it instead of refusing it; null for almost all calls. Set by Budget.</summary>
    public Landing? Landing { get; set; }

    /// <summary>
    /// Most output tokens that each of its answers may have, thoughts included, whatever the client asks for; null where only the client's
    /// own limit holds. Set before an attempt is prepared, and may differ from one to the next.
    /// </summary>
    public long? OutputLimit { get; set; }

    /// <summary>The budget that <see cref="OutputLimit"/> is for, which the client is told; null where there is none.</summary>
    public string? OutputLimitBudget { get; set; }

    /// <summary>The longest that the call may take; set by Route, until then the gateway's limit.</summary>
    public TimeSpan Deadline { get; set; }

    /// <summary>How much of <see cref="Deadline"/> is left; zero or less when it is over.</summary>
    public TimeSpan TimeLeft => Deadline - _time.GetElapsedTime(_started);

    /// <summary>Cancelled when nobody waits for the answer any more.</summary>
    public CancellationToken ClientGone => _nobodyLeft.CanBeCanceled ? _nobodyLeft : Http.RequestAborted;

    /// <summary>The answer is for others too: until this is cancelled somebody waits for it.</summary>
    public void WaitedForUntil(CancellationToken nobodyLeft) => _nobodyLeft = nobodyLeft;

    /// <summary>What others are given of the call's answer; null for calls that nobody can follow.</summary>
    public Leader? Leader { get; set; }

    /// <summary>The try that is under way or was the last; set by Attempts.</summary>
    public Attempt? Attempt { get; set; }

    /// <summary>The response object as the beginning of its stream showed it, where the provider works on whatever becomes of the stream; else null.</summary>
    public byte[]? Begun { get; set; }

    /// <summary>The faults that were put into its attempts on purpose; empty for almost all calls.</summary>
    public IReadOnlyList<string> Faults { get; set; } = [];

    /// <summary>What it takes to go on with its stream should that break; null where nobody could. Set by Relay when the stream begins to go out.</summary>
    public StreamRescue? Rescue { get; set; }

    /// <summary>Why the call failed, or null while it has not.</summary>
    public CallError? Error { get; private set; }

    /// <summary>What the client is given although no deployment has answered; null for all other calls.</summary>
    public LastAnswer? LastAnswer { get; private set; }

    /// <summary>Microseconds since the call arrived.</summary>
    public long ElapsedMicros => (long)_time.GetElapsedTime(_started).TotalMicroseconds;

    /// <summary>Whether a deployment is not to be tried (again).</summary>
    public bool HasPassedOver(DeploymentModel deployment) => PassedOver.Contains(deployment);

    /// <summary>Does not try a deployment (again).</summary>
    public void PassOver(DeploymentModel deployment)
    {
        if (!HasPassedOver(deployment)) PassedOver = [.. PassedOver, deployment];
    }

    /// <summary>Goes to others first; where those fail the call comes back to a deployment, and is not put off there again.</summary>
    public void PutOff(DeploymentModel deployment) => (_putOff ??= []).Add(deployment);

    /// <summary>Whether a deployment has been put off.</summary>
    public bool HasPutOff(DeploymentModel deployment) => _putOff?.Contains(deployment) == true;

    /// <summary>Comes back to the deployments that were put off.</summary>
    /// <returns>False when there are none, or it has done so before.</returns>
    public bool TryComeBack()
    {
        if (_putOff is null || _hasComeBack) return false;
        _hasComeBack = true;
        PassedOver = [.. PassedOver.Where(deployment => !HasPutOff(deployment))];
        return true;
    }

    /// <summary>Ends the call with an error; the first one stays.</summary>
    /// <returns>False, so that a stage can return it.</returns>
    public bool Fail(CallError error)
    {
        Error ??= error;
        return false;
    }

    /// <summary>Lets a failed call end with an answer of last resort in place of its error.</summary>
    public void AnswerInstead(LastAnswer answer) => (LastAnswer, Error) = (answer, null);

    /// <inheritdoc/>
    public void Dispose()
    {
        Attempt?.Dispose();
        Limits?.Dispose();
        Budgets?.Dispose();
        Reply.Dispose();
        Body?.Dispose();
    }
}
