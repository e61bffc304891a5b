using Weir.Dialects.Limits;
using Weir.Gateway.Limits;
using Weir.Gateway.Model;

namespace Weir.Gateway.Scheduling.Quotas;

/// <summary>
/// What a provider allows a deployment in a minute and in a day: what an attempt brings counts when it is sent, what it is expected to
/// produce is set aside, and at its end what it really used is what is left of it. Guarded by the limit's lock.
/// </summary>
internal sealed class DeploymentQuota
{
    private QuotaWindow[] _windows = [];

    /// <param name="quota">What is allowed; null for anything.</param>
    public DeploymentQuota(QuotaModel? quota) => Adopt(quota);

    /// <summary>Whether anything is limited.</summary>
    public bool IsLimited => _windows.Length > 0;

    /// <summary>Takes over other limits. What is used of those that stay is kept.</summary>
    public void Adopt(QuotaModel? quota)
    {
        List<QuotaWindow> windows = [];
        Add(LimitKind.Requests, quota?.RequestsPerMinute, quota?.RequestsPerDay);
        Add(LimitKind.InputTokens, quota?.InputTokensPerMinute, quota?.InputTokensPerDay);
        Add(LimitKind.OutputTokens, quota?.OutputTokensPerMinute, quota?.OutputTokensPerDay);
        Add(LimitKind.Tokens, quota?.TokensPerMinute, quota?.TokensPerDay);
        _windows = [.. windows];

        void Add(LimitKind kind, long? minute, long? day)
        {
            if (minute is { } ofMinute) windows.Add(Find(kind, isDay: false, ofMinute));
            if (day is { } ofDay) windows.Add(Find(kind, isDay: true, ofDay));
        }
    }

    /// <summary>Whether an attempt may be sent.</summary>
    /// <param name="request">The attempt.</param>
    /// <param name="share">The share of each limit that its band may fill, above 0 to 1.</param>
    /// <param name="now">The time.</param>
    public bool Has(in SlotRequest request, double share, Moment now)
    {
        foreach (var each in _windows)
        {
            var (first, expected) = each.NeedOf(request);
            var ceiling = (long)(each.Window.Limit * share);
            // What is larger than all of it goes when nothing else does.
            if (each.Window.Used(now) + Math.Min(first + expected, ceiling) > ceiling) return false;
        }
        return true;
    }

    /// <summary>How long until an attempt may be sent if no other is, by what is known to leave the windows; zero where it may at once.</summary>
    public TimeSpan WaitFor(in SlotRequest request, double share, Moment now)
    {
        var longest = TimeSpan.Zero;
        foreach (var each in _windows)
        {
            var (first, expected) = each.NeedOf(request);
            // As if what is left to others were used.
            var wait = each.Window.WaitFor(Math.Min(first + expected, (long)(each.Window.Limit * share)) + (long)(each.Window.Limit * (1 - share)), now);
            if (wait > longest) longest = wait;
        }
        return longest;
    }

    /// <summary>An attempt is sent.</summary>
    /// <returns>What it has of each limit; null where there are none.</returns>
    public QuotaHold[]? Reserve(in SlotRequest request, Moment now)
    {
        if (_windows.Length == 0) return null;
        var holds = new QuotaHold[_windows.Length];
        for (var i = 0; i < holds.Length; i++)
        {
            var (first, expected) = _windows[i].NeedOf(request);
            holds[i] = new QuotaHold(_windows[i], _windows[i].Window.Reserve(first, expected, now));
        }
        return holds;
    }

    /// <summary>An attempt has used so much by now.</summary>
    public static void Count(QuotaHold[] holds, in ServiceUsed used, Moment now)
    {
        foreach (ref var hold in holds.AsSpan()) hold = hold with { Reserved = hold.Of.Window.Count(hold.Reserved, hold.Of.UseOf(used), now) };
    }

    /// <summary>An attempt has ended.</summary>
    public static void Settle(QuotaHold[] holds, in ServiceUsed used, Moment now)
    {
        foreach (ref var hold in holds.AsSpan()) hold.Of.Window.Settle(hold.Reserved, hold.Of.UseOf(used), now);
    }

    /// <summary>The provider says how much of its limits is left, which may be less than is known here: others use them too.</summary>
    /// <param name="said">What it says.</param>
    /// <param name="now">The time.</param>
    public void Sync(ProviderLimits said, Moment now)
    {
        foreach (var each in _windows)
        {
            if (said.Of(each.Kind) is not { Limit: { } limit, Remaining: { } remaining, Reset: { } reset }) continue;
            // Nobody says over which time a limit is. One that is all there again in a minute is a minute's; what is said of it says nothing of the day's.
            if (each.IsDay == reset > TimeSpan.FromMinutes(1)) each.Window.Sync(limit, remaining, reset, now);
        }
    }

    private QuotaWindow Find(LimitKind kind, bool isDay, long limit)
    {
        foreach (var known in _windows)
        {
            if (known.Kind != kind || known.IsDay != isDay) continue;
            known.Window.Resize(limit);
            return known;
        }
        return new QuotaWindow(kind, isDay, isDay ? RateWindow.OfDay(limit) : RateWindow.OfMinute(limit));
    }
}
