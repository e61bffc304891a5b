using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Calls;
using Weir.Gateway.Telemetry;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Faults;

/// <summary>
/// Stands between an attempt and its provider, and breaks what a fault is about in the way that the network and providers do, so
/// that everything after it behaves as in earnest.
/// </summary>
/// <param name="board">The faults.</param>
/// <param name="share">The blast cap.</param>
/// <param name="metrics">Counts what was injected, and what was held back.</param>
/// <param name="time">Times waits; of the attempt's limits too.</param>
/// <param name="log">Told when a fault is held back.</param>
/// <param name="random">Draws between 0 and 1 for percentages; called concurrently.</param>
internal sealed class FaultInjector(FaultBoard board, FaultShare share, WeirMetrics metrics, TimeProvider time, ILogger<FaultInjector> log, Func<double> random)
{
    /// <summary>Sends an attempt's request, or does to it what a fault says. Without a fault in force this costs one read.</summary>
    public Task<HttpResponseMessage> SendAsync(Call call, Attempt attempt, in UpstreamRequest what)
    {
        var faults = board.InForce;
        return faults.Length > 0 && Choose(call, attempt, faults) is { } fault
            ? InjectAsync(fault, call, attempt, what)
            : attempt.Client.SendAsync(what, attempt.Watch.Token);
    }

    /// <summary>The fault that touches this attempt, or null: the oldest that is about it and whose percentage hits.</summary>
    private FaultModel? Choose(Call call, Attempt attempt, ActiveFault[] faults)
    {
        if (attempt.Record.Number == 1) share.Count();
        var now = time.GetUtcNow();
        foreach (var fault in faults)
        {
            var (state, model) = (fault.State, fault.State.Model);
            // The board's timer may be late.
            if (state.PhaseAt(now) != FaultPhase.Active || !fault.IsAbout(call, attempt.Deployment)) continue;
            if (model.Percent < 100 && (decimal)random() * 100 >= model.Percent) continue;
            if (!MayTouch(call, state, now)) continue;
            state.CountInjected();
            metrics.FaultInjected(model.Name, attempt.Deployment.Name);
            return model;
        }
        return null;
    }

    /// <summary>Whether the blast cap lets a call be touched. One that was touched before is no further one.</summary>
    private bool MayTouch(Call call, FaultState fault, DateTimeOffset now)
    {
        var allowed = call.Model.Limits.FaultShare;
        if (call.Faults.Count == 0 && !share.TryTouch(allowed))
        {
            metrics.FaultSkipped(fault.Model.Name);
            if (fault.CountSkipped(now)) FaultsLog.Capped(log, fault.Model.Name, allowed);
            return false;
        }
        Name(call, fault.Model.Name);
        return true;
    }

    /// <summary>Has the answer name the fault, whoever gives it in the end: what a failed attempt has set is taken back before the next.</summary>
    private static void Name(Call call, string fault)
    {
        if (call.Faults.Contains(fault, StringComparer.Ordinal)) return;
        if (call.Faults.Count == 0 && !call.Http.Response.HasStarted) call.Http.Response.OnStarting(SetHeaderAsync, call);
        call.Faults = [.. call.Faults, fault];
    }

    private static Task SetHeaderAsync(object call)
    {
        var touched = (Call)call;
        touched.Http.Response.Headers[FaultScope.Header] = string.Join(", ", touched.Faults);
        return Task.CompletedTask;
    }

    private async Task<HttpResponseMessage> InjectAsync(FaultModel fault, Call call, Attempt attempt, UpstreamRequest what)
    {
        var stop = attempt.Watch.Token;
        switch (fault.Kind)
        {
            case FaultKind.Reset:
                throw new HttpRequestException("reset by a fault", new IOException("reset by a fault", new SocketException((int)SocketError.ConnectionReset)));
            case FaultKind.Silence:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
                break;
            case FaultKind.Delay:
                await Task.Delay(fault.Wait, time, stop);
                break;
            case FaultKind.Status or FaultKind.Garbage or FaultKind.Empty:
                return FaultyAnswer.Of(fault, attempt.Api, call.Record.Streamed);
        }
        var response = await attempt.Client.SendAsync(what, stop);
        // An answer that has failed by itself needs no help.
        if (FaultKinds.IsOnBody(fault.Kind) && response.IsSuccessStatusCode)
            response.Content = FaultyContent.Of(fault, response, attempt.Client.TakeBody(response, stop), time);
        return response;
    }
}
