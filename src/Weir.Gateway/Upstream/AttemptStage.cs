using System.Runtime.CompilerServices;
using Weir.Dialects.Json;
using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;

namespace Weir.Gateway.Upstream;

/// <summary>Sends the call to its deployment and waits for the response's headers. Every try is recorded.</summary>
internal sealed class AttemptStage(UpstreamClients clients, CallGate gate, TimeProvider time) : ICallStage
{
    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RunAsync(Call call)
    {
        var attempt = Begin(call, call.Deployment!);
        try
        {
            attempt.Response = await attempt.Client.SendAsync(call.Endpoint, call.Http.Request, Edited(call, attempt), attempt.Watch.Token);
            Note(call, attempt);
            if ((int)attempt.Response.StatusCode < 300) return true;
            call.Reply.Forward(attempt.Response);
            return End(call, attempt, await UpstreamAnswers.ErrorOfAsync(attempt));
        }
        catch (Exception broken) when (UpstreamFailures.IsExpected(broken))
        {
            return End(call, attempt, UpstreamFailures.OfSend(broken, attempt));
        }
    }

    private Attempt Begin(Call call, DeploymentModel deployment)
    {
        var record = new AttemptRecord
        {
            Number = call.Record.Attempts.Count + 1,
            Deployment = deployment.Name,
            Provider = deployment.Provider.Name,
            ModelSent = deployment.UpstreamModel,
            StartedMicros = call.ElapsedMicros,
        };
        call.Record.Attempts.Add(record);
        var watch = new AttemptWatch(deployment.Timeouts, time, call.Http.RequestAborted, gate.Cut);
        return call.Attempt = new Attempt(deployment, clients.For(deployment.Provider), record, watch);
    }

    /// <summary>The client's bytes, but for the model's name and, in a stream, the wish for usage.</summary>
    private static EditedBody Edited(Call call, Attempt attempt)
    {
        var head = call.Head!;
        var model = new ByteEdit(head.ModelRange, attempt.Deployment.UpstreamModelJson);
        if (!call.Record.Streamed) return new EditedBody(call.Body!.Bytes, model);
        attempt.StripsUsage = !head.AsksForUsage;
        return new EditedBody(call.Body!.Bytes, model, head.UsageEdit);
    }

    private static void Note(Call call, Attempt attempt)
    {
        attempt.Record.FirstByteMicros = call.ElapsedMicros;
        attempt.Record.Status = (int)attempt.Response!.StatusCode;
        if (attempt.Response.Headers.NonValidated.TryGetValues("x-request-id", out var ids))
            attempt.Record.UpstreamRequestId = ids.ToString() is { Length: <= 128 } id ? id : null;
    }

    private static bool End(Call call, Attempt attempt, CallError error)
    {
        attempt.Record.Outcome = error.Outcome;
        attempt.Record.ErrorCode = error.Code;
        return call.Fail(error);
    }
}
