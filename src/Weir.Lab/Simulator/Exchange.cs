using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Weir.Lab.Simulator.Dialects;
using Weir.Lab.Simulator.Faults;
using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator;

/// <summary>One request on its way through the simulator: what was asked, what shall go wrong, and how to answer.</summary>
internal sealed class Exchange(HttpContext http, RecordedRequest record, long number, SimulatorOptions options, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    public HttpContext Http => http;

    public RecordedRequest Record => record;

    public SimulatorOptions Options => options;

    public TimeProvider Time => time;

    /// <summary>The provider that the simulator is for this request.</summary>
    public ProviderDialect Dialect { get; set; } = null!;

    public Fault? Fault { get; set; }

    /// <summary>The connection ended because a fault said so, not because the client left.</summary>
    public bool AbortedOnDemand { get; private set; }

    public CancellationToken Aborted => http.RequestAborted;

    /// <summary>The same for the n-th request of every simulator with the same seed.</summary>
    public string Id(string prefix)
    {
        var random = new SeededRandom(StableHash.Add(StableHash.Add(StableHash.Start, options.Seed), number));
        return prefix + random.NextBits().ToString("x16", CultureInfo.InvariantCulture) + random.NextBits().ToString("x16", CultureInfo.InvariantCulture)[..8];
    }

    public bool Has(FaultKind kind) => Fault?.Kind == kind;

    /// <summary>The stream's last word, which tells the client that nothing more comes, is held back.</summary>
    public bool LacksTerminator => Has(FaultKind.NoDone) || Has(FaultKind.NoDoneOpen);

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    public Task WaitAsync(TimeSpan delay) => delay <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(delay, time, Aborted);

    /// <summary>Waits for the client to give up.</summary>
    public Task WaitForeverAsync() => Task.Delay(Timeout.InfiniteTimeSpan, time, Aborted);

    public void WriteStandardHeaders(int tokens) => Dialect.WriteHeaders(this, tokens);

    public async Task SendErrorAsync(ApiError error)
    {
        WriteStandardHeaders(0);
        var body = new ArrayBufferWriter<byte>();
        Dialect.WriteError(this, body, error);
        http.Response.StatusCode = error.Status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.WrittenCount;
        await http.Response.BodyWriter.WriteAsync(body.WrittenMemory, Aborted);
    }

    /// <summary>Sends a TCP reset instead of an orderly close.</summary>
    public void Reset()
    {
        AbortedOnDemand = true;
        if (http.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
        {
            // Closed here: the server itself would shut the socket down first, and that is an orderly end.
            socket.LingerState = new LingerOption(true, 0);
            socket.Close();
        }
        http.Abort();
    }

    /// <summary>Resets after what was written has had the time to leave this machine: a reset discards what is still queued.</summary>
    public async Task ResetAfterFlushAsync()
    {
        await http.Response.BodyWriter.FlushAsync(Aborted);
        await WaitAsync(TimeSpan.FromMilliseconds(100));
        Reset();
    }

    public SimulatedCutException Cut()
    {
        AbortedOnDemand = true;
        return new SimulatedCutException();
    }
}
