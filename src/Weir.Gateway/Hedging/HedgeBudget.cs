namespace Weir.Gateway.Hedging;

/// <summary>
/// The hedges that one model may make: each call earns its share of one. When everything is late a second attempt of everything
/// would only add to the load, so that what is not earned is not sent. Safe for use by several threads.
/// </summary>
internal sealed class HedgeBudget
{
    /// <summary>The most that can be saved up, so that quiet hours do not pay for a storm.</summary>
    public const int MostSaved = 10;

    private readonly Lock _lock = new();
    private decimal _saved;

    /// <summary>Counts a call.</summary>
    /// <param name="share">Hedges for each call, 0 to 1.</param>
    public void Earn(decimal share)
    {
        lock (_lock) _saved = Math.Min(MostSaved, _saved + share);
    }

    /// <summary>Takes a hedge, if one has been earned.</summary>
    public bool TrySpend()
    {
        lock (_lock)
        {
            if (_saved < 1) return false;
            _saved--;
            return true;
        }
    }
}
