using System.ClientModel.Primitives;

namespace Weir.Clients.Tests;

/// <summary>Sits in the client's pipeline: adds a fault for the simulator to tries, and notes each try's status and request id.</summary>
internal sealed class WireTap : PipelinePolicy
{
    private readonly List<string> _ids = [];
    private readonly List<int> _statuses = [];

    /// <summary>What the simulator is to do wrong.</summary>
    public string? Fault { get; init; }

    /// <summary>How many tries are faulted.</summary>
    public int FaultedTries { get; init; } = int.MaxValue;

    /// <summary>The <c>x-request-id</c> of each try at a call.</summary>
    public IReadOnlyList<string> Ids => _ids;

    /// <summary>Each try's status.</summary>
    public IReadOnlyList<int> Statuses => _statuses;

    /// <summary>The one call's identifier.</summary>
    public string Id => _ids.ShouldHaveSingleItem();

    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
        throw new NotSupportedException("the tests call asynchronously");

    public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        message.Request.Headers.Remove("x-sim-fault");
        if (Fault is not null && _ids.Count < FaultedTries) message.Request.Headers.Set("x-sim-fault", Fault);
        await ProcessNextAsync(message, pipeline, currentIndex);
        _statuses.Add(message.Response!.Status);
        if (message.Response.Headers.TryGetValue("x-request-id", out var id)) _ids.Add(id!);
    }
}
