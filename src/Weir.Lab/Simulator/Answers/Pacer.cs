using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Simulator.Answers;

/// <summary>
/// When each token is due. Due times are counted from the arrival of the request, not from the token before, so that the
/// coarse timer of the machine does not add up over a long answer.
/// </summary>
internal sealed class Pacer(Exchange exchange, ModelProfile profile)
{
    private readonly TimeSpan _start = exchange.Elapsed;

    private readonly TimeSpan _first = exchange.Has(FaultKind.SlowFirstToken) ? exchange.Fault!.Delay.GetValueOrDefault() : profile.FirstToken;

    private readonly TimeSpan _perToken = exchange.Has(FaultKind.SlowTokens) ? exchange.Fault!.Delay.GetValueOrDefault() : profile.PerToken;

    /// <summary>Time that a stall has added.</summary>
    private TimeSpan _late;

    /// <summary>Tokens leave one by one; without a pace they may leave together.</summary>
    public bool IsPaced => _perToken > TimeSpan.Zero;

    public Task UntilTokenAsync(int index) => exchange.WaitAsync(_start + _late + _first + (index * _perToken) - exchange.Elapsed);

    public async Task StallAsync(TimeSpan? time)
    {
        if (time is not { } limited)
        {
            await exchange.WaitForeverAsync();
            return;
        }

        _late += limited;
        await exchange.WaitAsync(limited);
    }
}
