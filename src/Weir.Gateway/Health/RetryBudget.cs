using System.Collections.Concurrent;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Health;

/// <summary>
/// Keeps retries from becoming the load that a failing provider cannot get up under. Over any ten seconds a tenant may retry
/// a fifth of the calls that it made to a provider in that time; where those are fewer than fifty, ten times in all. The same
/// holds for all tenants together, of whom each alone may have few calls. What is not used within the ten seconds is lost (as
/// in Twitter's Finagle), so that nobody saves up for a storm. Safe for use by several threads.
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

    /// <summary>The same for all tenants together, at one provider: ten a second, as with Finagle.</summary>
    public const int FewestOfAll = 100;

    /// <summary>How long an original call is worth anything.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>Pairs of tenant and provider that have a budget of their own; those beyond share one.</summary>
    public const int MostBudgets = 10_000;

    /// <summary>How often whoever waits for a retry asks again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<(string Tenant, string Provider), RetryAccount> _accounts = new();
    private readonly ConcurrentDictionary<string, RetryAccount> _providers = new(StringComparer.Ordinal);
    private readonly RetryAccount _shared = new(Fewest);
    private long _sweepNext;

    /// <summary>Counts a call's first attempt at a provider.</summary>
    public void Original(string tenant, string provider)
    {
        var now = Now;
        AccountOf(tenant, provider, now).Deposit(now);
        AllOf(provider).Deposit(now);
    }

    /// <summary>Asks for a retry.</summary>
    /// <returns>False where too many were made.</returns>
    public bool TryWithdraw(string tenant, string provider)
    {
        if (TryTake(tenant, provider)) return true;
        metrics.Deployments.RetryRefused(tenant, provider);
        return false;
    }

    /// <summary>Asks for a retry, and waits for one where too many were made.</summary>
    /// <param name="tenant">Who asks.</param>
    /// <param name="provider">Which provider is to be asked again.</param>
    /// <param name="patience">How long it waits at the most; zero for not at all.</param>
    /// <param name="cancellationToken">The client has gone away.</param>
    /// <returns>False where none was to be had.</returns>
    public async ValueTask<bool> WithdrawAsync(string tenant, string provider, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (; patience >= Pause && !cancellationToken.IsCancellationRequested; patience -= Pause)
        {
            if (TryTake(tenant, provider)) return true;
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return TryWithdraw(tenant, provider);
    }

    private TimeSpan Now => time.GetElapsedTime(0);

    private bool TryTake(string tenant, string provider)
    {
        var now = Now;
        var all = AllOf(provider);
        // Looked at before and counted after: of two in the same moment both may pass, which does no harm.
        if (!all.HasLeft(now) || !AccountOf(tenant, provider, now).TryWithdraw(now)) return false;
        all.Withdraw(now);
        return true;
    }

    /// <summary>As many as there are providers in the configuration, and were since the start.</summary>
    private RetryAccount AllOf(string provider) => _providers.GetOrAdd(provider, static _ => new RetryAccount(FewestOfAll));

    private RetryAccount AccountOf(string tenant, string provider, TimeSpan now)
    {
        if (_accounts.TryGetValue((tenant, provider), out var known)) return known;
        // Counted only here: Count locks the whole dictionary.
        if (_accounts.Count >= MostBudgets && !Sweep(now)) return _shared;
        return _accounts.GetOrAdd((tenant, provider), static _ => new RetryAccount(Fewest));
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
