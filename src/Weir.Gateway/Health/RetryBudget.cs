using System.Collections.Concurrent;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Health;

/// <summary>
/// Keeps retries from becoming the load that a failing provider cannot get up under. Over any ten seconds a tenant may retry
/// a fifth of the calls that it made to a provider in that time; where those are fewer than fifty, ten times in all. What is
/// not used within the ten seconds is lost (as in Twitter's Finagle), so that nobody saves up for a storm. Safe for use by
/// several threads.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="metrics">Counts refusals.</param>
internal sealed class RetryBudget(TimeProvider time, WeirMetrics metrics)
{
    /// <summary>Retries for each original call.</summary>
    public const double Share = 0.2;

    /// <summary>
    /// Retries in a <see cref="Window"/> that are always allowed, where <see cref="Share"/> gives less: a lone call has all of its
    /// own, and from four calls a second on there are at most 1.25 attempts a call. (Finagle allows ten a second, for a whole client.)
    /// </summary>
    public const int Fewest = 10;

    /// <summary>How long an original call is worth anything.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>Pairs of tenant and provider that have a budget of their own; those beyond share one.</summary>
    public const int MostBudgets = 10_000;

    private readonly ConcurrentDictionary<(string Tenant, string Provider), RetryAccount> _accounts = new();
    private readonly RetryAccount _shared = new();
    private long _sweepNext;

    /// <summary>Counts a call's first attempt at a provider.</summary>
    public void Original(string tenant, string provider)
    {
        var now = Now;
        AccountOf(tenant, provider, now).Deposit(now);
    }

    /// <summary>Asks for a retry.</summary>
    /// <returns>False where too many were made.</returns>
    public bool TryWithdraw(string tenant, string provider)
    {
        var now = Now;
        if (AccountOf(tenant, provider, now).TryWithdraw(now)) return true;
        metrics.Deployments.RetryRefused(tenant, provider);
        return false;
    }

    private TimeSpan Now => time.GetElapsedTime(0);

    private RetryAccount AccountOf(string tenant, string provider, TimeSpan now)
    {
        if (_accounts.TryGetValue((tenant, provider), out var known)) return known;
        // Counted only here: Count locks the whole dictionary.
        if (_accounts.Count >= MostBudgets && !Sweep(now)) return _shared;
        return _accounts.GetOrAdd((tenant, provider), static _ => new RetryAccount());
    }

    /// <summary>Forgets those that have not been used, at most once per window.</summary>
    /// <returns>Whether there is room now.</returns>
    private bool Sweep(TimeSpan now)
    {
        var due = Interlocked.Read(ref _sweepNext);
        if (now.Ticks < due || Interlocked.CompareExchange(ref _sweepNext, (now + Window).Ticks, due) != due) return false;
        foreach (var (pair, account) in _accounts)
            if (account.IsIdleAt(now)) _accounts.TryRemove(pair, out _);
        return _accounts.Count < MostBudgets;
    }
}
