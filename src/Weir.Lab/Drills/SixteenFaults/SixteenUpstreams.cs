namespace Weir.Lab.Drills.SixteenFaults;

/// <summary>The two providers of the drill: the one that fails, and the one to fall back on.</summary>
internal sealed class SixteenUpstreams : IAsyncDisposable
{
    private readonly DrillUpstream _primary;
    private readonly DrillUpstream _fallback;

    private SixteenUpstreams(DrillUpstream primary, DrillUpstream fallback)
    {
        _primary = primary;
        _fallback = fallback;
    }

    public Uri PrimaryUrl => _primary.BaseUrl;

    public Uri FallbackUrl => _fallback.BaseUrl;

    /// <summary>Starts both.</summary>
    /// <param name="port">The primary's port, the fallback's is the next one; 0 takes two free ones.</param>
    /// <param name="time">The clock that they run on.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<SixteenUpstreams> StartAsync(int port, TimeProvider time, CancellationToken cancellationToken)
    {
        var all = TheSixteen.All;
        var primary = await DrillUpstream.StartAsync(
            "primary", port, new FaultScripts(all.ToDictionary(fault => fault.PrimaryModel, fault => fault.Primary)), null, time, cancellationToken);
        try
        {
            var fallback = await DrillUpstream.StartAsync(
                "fallback", port == 0 ? 0 : port + 1, new FaultScripts(all.ToDictionary(fault => fault.FallbackModel, fault => fault.Fallback)), null, time, cancellationToken);
            return new SixteenUpstreams(primary, fallback);
        }
        catch
        {
            await primary.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the primary has seen of a fault.</summary>
    public IReadOnlyList<UpstreamAttempt> Primary(FaultCase fault) => [.. _primary.Attempts.Where(attempt => attempt.Model == fault.PrimaryModel)];

    /// <summary>What the fallback has seen of a fault.</summary>
    public IReadOnlyList<UpstreamAttempt> Fallback(FaultCase fault) => [.. _fallback.Attempts.Where(attempt => attempt.Model == fault.FallbackModel)];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _primary.DisposeAsync();
        await _fallback.DisposeAsync();
    }
}
