namespace Weir.Clients.Tests.Messages;

/// <summary>Sits in the client's pipeline: adds a fault for the simulator to tries, and notes each try's status and identifier.</summary>
internal sealed class MessagesTap : DelegatingHandler
{
    private readonly List<string> _ids = [];
    private readonly List<int> _statuses = [];

    /// <summary>What the simulator is to do wrong.</summary>
    public string? Fault { get; init; }

    /// <summary>How many tries are faulted.</summary>
    public int FaultedTries { get; init; } = int.MaxValue;

    /// <summary>The <c>x-request-id</c> of each try.</summary>
    public IReadOnlyList<string> Ids => _ids;

    /// <summary>Each try's status.</summary>
    public IReadOnlyList<int> Statuses => _statuses;

    /// <summary>The one call's identifier.</summary>
    public string Id => _ids.ShouldHaveSingleItem();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Remove("x-sim-fault");
        if (Fault is not null && _ids.Count < FaultedTries) request.Headers.Add("x-sim-fault", Fault);
        var response = await base.SendAsync(request, cancellationToken);
        _statuses.Add((int)response.StatusCode);
        _ids.Add(response.Headers.GetValues("x-request-id").Single());
        return response;
    }
}
