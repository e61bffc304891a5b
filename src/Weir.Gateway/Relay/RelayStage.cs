using System.Runtime.CompilerServices;
using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Relay;

/// <summary>Passes the upstream's answer on as it comes, all but its end, and learns from it what the ledger needs.</summary>
internal sealed class RelayStage : ICallStage
{
    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RunAsync(Call call)
    {
        var attempt = call.Attempt!;
        call.Reply.Forward(attempt.Response!);
        call.Reply.Name(attempt.Deployment.Name);
        CallError? error;
        try
        {
            error = IsStream(attempt.Response!) ? await StreamRelay.RunAsync(call, attempt) : await PlainRelay.RunAsync(call, attempt);
        }
        catch (Exception broken) when (UpstreamFailures.IsExpected(broken))
        {
            error = UpstreamFailures.OfRead(broken, attempt);
        }
        attempt.Record.Outcome = error?.Outcome ?? Outcome.Completed;
        attempt.Record.ErrorCode = error?.Code;
        return error is null || call.Fail(error);
    }

    private static bool IsStream(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("content-type", out var type)
        && type.ToString().StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);
}
