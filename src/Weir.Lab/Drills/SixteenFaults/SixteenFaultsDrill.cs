namespace Weir.Lab.Drills.SixteenFaults;

/// <summary>Plays faults against a gateway, all at once: each has its own models, so that none knows of the others.</summary>
internal sealed class SixteenFaultsDrill(SixteenUpstreams upstreams, DrillClient client, TimeProvider time)
{
    /// <summary>Longer than any call may take: one that is still open then has failed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    /// <summary>Plays faults, and tells of each as soon as it is over.</summary>
    /// <returns>All results, in the order of the faults.</returns>
    public async Task<IReadOnlyList<FaultResult>> RunAsync(IReadOnlyList<FaultCase> faults, Action<FaultResult> tell, CancellationToken cancellationToken)
    {
        var plays = faults.Select(async fault =>
        {
            var result = FaultResult.Of(fault, await PlayAsync(fault, cancellationToken));
            tell(result);
            return result;
        });
        return await Task.WhenAll(plays);
    }

    private async Task<FaultObservation> PlayAsync(FaultCase fault, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        var calls = Enumerable.Range(0, fault.Calls).Select(async number =>
        {
            if (number > 0) await Task.Delay(number * fault.Every, time, cancellationToken);
            return await client.AskAsync(fault.Name, fault.Streamed, Patience, cancellationToken);
        });
        var replies = await Task.WhenAll(calls);
        return new FaultObservation(started, replies, upstreams.Primary(fault), upstreams.Fallback(fault));
    }
}
