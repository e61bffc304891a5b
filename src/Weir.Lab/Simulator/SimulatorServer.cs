using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Simulator;

/// <summary>
/// A provider that exists only here: it speaks the APIs of OpenAI, Anthropic, Gemini and Bedrock over a real socket, answers
/// the same question with the same words, and fails in every way that is asked of it.
/// </summary>
public sealed class SimulatorServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RequestLog _log;
    private readonly SimulatorHandler _handler;

    private SimulatorServer(WebApplication app, RequestLog log, SimulatorHandler handler, IPEndPoint endPoint)
    {
        _app = app;
        _log = log;
        _handler = handler;
        EndPoint = endPoint;
        BaseUrl = new Uri($"http://{endPoint}/v1");
    }

    /// <summary>The address of the API; ends with <c>/v1</c>.</summary>
    public Uri BaseUrl { get; }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>The latest requests, oldest first.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _log.Snapshot();

    /// <summary>How many requests have arrived since the start.</summary>
    public long TotalRequests => _log.Total;

    /// <summary>
    /// The fault, as in <c>x-sim-fault</c>, of every request that asks for none itself; null for none. It may be set while
    /// requests run, which is how an outage begins and ends.
    /// </summary>
    /// <exception cref="ArgumentException">The fault is not in <see cref="FaultCatalogue"/>.</exception>
    public string? DefaultFault
    {
        get;
        set
        {
            _handler.DefaultFault = value is null ? null : FaultParser.Read(value);
            field = value;
        }
    }

    /// <summary>Decides the fault of every request that asks for none itself, before <see cref="DefaultFault"/>; null for nobody.</summary>
    internal IFaultPlan? Plan
    {
        get => _handler.Plan;
        set => _handler.Plan = value;
    }

    /// <summary>Starts listening.</summary>
    public static async Task<SimulatorServer> StartAsync(SimulatorOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var log = new RequestLog(options.KeepRequests);
        var handler = new SimulatorHandler(options, time, log);

        // Nothing that it does not need: no configuration files, no logging, no static web assets. It starts in a blink.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = SimulatorHandler.MaxBody;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(options.Listen, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        app.Run(handler.HandleAsync);
        await app.StartAsync(cancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var port = new Uri(address).Port;
        return new SimulatorServer(app, log, handler, new IPEndPoint(options.Listen.Address, port));
    }

    /// <summary>The next request that arrives after this call.</summary>
    public Task<RecordedRequest> NextRequestAsync(CancellationToken cancellationToken) => _log.NextAsync(cancellationToken);

    /// <summary>Stops at once; answers that are still being given are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        try
        {
            await _app.StopAsync(now.Token);
        }
        catch (OperationCanceledException)
        {
            // Asked for: nobody waits for the answers that hang on purpose.
        }

        await _app.DisposeAsync();
        _handler.Dispose();
    }
}
