using System.Collections.Concurrent;
using System.Net;
using Weir.Lab.Simulator;
using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Drills;

/// <summary>A provider of a drill: a simulator that says <see cref="SixtyWords"/>, fails by a plan, and remembers every attempt.</summary>
internal sealed class DrillUpstream : IFaultPlan, IAsyncDisposable
{
    private readonly SimulatorServer _server;
    private readonly IFaultPlan _plan;
    private readonly ConcurrentQueue<UpstreamAttempt> _attempts = new();

    private DrillUpstream(string name, SimulatorServer server, IFaultPlan plan)
    {
        Name = name;
        _server = server;
        _plan = plan;
        server.Plan = this;
    }

    public string Name { get; }

    /// <summary>The base address that a provider is configured with; ends with <c>/v1</c>.</summary>
    public Uri BaseUrl => _server.BaseUrl;

    /// <summary>Every request so far, in the order of arrival.</summary>
    public IReadOnlyList<UpstreamAttempt> Attempts => [.. _attempts];

    /// <summary>Starts listening on this machine.</summary>
    /// <param name="name">What the drill calls it.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="plan">What goes wrong.</param>
    /// <param name="slots">How many requests it works on at a time; null for any number.</param>
    /// <param name="time">The clock that its answers and failures run on.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<DrillUpstream> StartAsync(string name, int port, IFaultPlan plan, int? slots, TimeProvider time, CancellationToken cancellationToken)
    {
        // What is asked is kept with the attempts.
        var options = new SimulatorOptions { Listen = new IPEndPoint(IPAddress.Loopback, port), Answer = SixtyWords.Text, KeepRequests = 0, Slots = slots };
        return new DrillUpstream(name, await SimulatorServer.StartAsync(options, time, cancellationToken), plan);
    }

    /// <inheritdoc/>
    public Fault? Next(RecordedRequest request, string? model)
    {
        var fault = _plan.Next(request, model);
        _attempts.Enqueue(new UpstreamAttempt(request, model, fault));
        return fault;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
