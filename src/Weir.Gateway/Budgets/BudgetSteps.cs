namespace Weir.Gateway.Budgets;

/// <summary>Which steps a counter has reached in its window. Guarded by the lock of the <see cref="BudgetBook"/>.</summary>
internal sealed class BudgetSteps
{
    /// <summary>The name of the step that is no step of the configuration: the beginning of a grace.</summary>
    public const string Grace = "grace";

    /// <summary>Null for none, as with most counters: there may be very many.</summary>
    private Dictionary<string, long>? _reached;

    /// <summary>When the limit was first in the way, microseconds since the Unix epoch; null while it was not.</summary>
    public long? GraceSince => _reached is not null && _reached.TryGetValue(Grace, out var since) ? since : null;

    /// <summary>Notes a step.</summary>
    /// <returns>False where it was reached before.</returns>
    public bool TryAdd(string name, long now) => (_reached ??= new(StringComparer.Ordinal)).TryAdd(name, now);

    /// <summary>In a rolling window what is spent can become less: a step that is not reached any more can be reached again.</summary>
    public void Forget(string name) => _reached?.Remove(name);
}
