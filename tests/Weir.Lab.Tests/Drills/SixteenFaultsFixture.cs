using Weir.Gateway.Ledger;
using Weir.Lab.Drills;
using Weir.Lab.Drills.SixteenFaults;
using Weir.Testing;

namespace Weir.Lab.Tests.Drills;

/// <summary>All sixteen faults, played once against a gateway of their own, on a clock that nobody has to wait for.</summary>
public sealed class SixteenFaultsFixture : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();

    /// <summary>How each was taken, by name.</summary>
    internal IReadOnlyDictionary<string, FaultResult> Results { get; private set; } = null!;

    /// <summary>The gateway's ledger afterwards.</summary>
    internal IReadOnlyList<CallRecord> Ledger { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await using var upstreams = await SixteenUpstreams.StartAsync(0, _clock, CancellationToken.None);
        var configuration = SixteenSetup.Weir(upstreams.PrimaryUrl, upstreams.FallbackUrl, TheSixteen.All);
        await using var gateway = await DrillGateway.StartAsync(configuration, _clock, 1, CancellationToken.None);
        using var client = new DrillClient(gateway.Address, gateway.Key, _clock);
        var drill = new SixteenFaultsDrill(upstreams, client, _clock);
        var results = await QuietClock.RunAsync(_clock, TimeSpan.FromMinutes(5), () => drill.RunAsync(TheSixteen.All, _ => { }, CancellationToken.None));
        Results = results.ToDictionary(result => result.Case.Name);
        Ledger = gateway.Ledger();
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
