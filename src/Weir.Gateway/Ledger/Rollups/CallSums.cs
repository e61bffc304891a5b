using Weir.Gateway.Identity;

namespace Weir.Gateway.Ledger.Rollups;

/// <summary>
/// What the calls of one transaction add to the sums, by row: however many they are, each row is written once. Used again for the
/// next transaction, so that nothing is allocated for rows that are like earlier ones.
/// </summary>
internal sealed class CallSums
{
    private readonly Dictionary<HourKey, CostSums> _hours = [];
    private readonly Dictionary<ValueKey, CostSums> _values = [];
    private readonly Stack<CostSums> _free = [];

    public IReadOnlyDictionary<HourKey, CostSums> Hours => _hours;

    public IReadOnlyDictionary<ValueKey, CostSums> Values => _values;

    public void Add(CallRecord call) => Count(call, 1);

    /// <summary>Takes off a call that is about to be changed.</summary>
    public void Subtract(CallRecord call) => Count(call, -1);

    public void Add(in HourKey key, CostSums sums) => _hours.Add(key, sums);

    public void Add(in ValueKey key, CostSums sums) => _values.Add(key, sums);

    public void Clear()
    {
        Free(_hours);
        Free(_values);
    }

    private void Count(CallRecord call, int times)
    {
        var last = call.LastAttempt();
        if (last is null) Count(call, null, endsCall: true, times);
        foreach (var attempt in call.Attempts) Count(call, attempt, ReferenceEquals(attempt, last), times);
    }

    private void Count(CallRecord call, AttemptRecord? attempt, bool endsCall, int times)
    {
        Of(_hours, HourKey.Of(call, attempt)).Add(attempt, endsCall, times);
        var (tenant, feature, model, day) = (call.Tenant ?? "", call.Feature ?? "", call.ModelAsked ?? "", ValueKey.DayOf(call.StartedAt));
        if (call.User is { Length: > 0 } user)
        {
            Of(_values, new ValueKey(ValueKey.Hours, HourKey.StartOf(call.StartedAt), ValueKey.User, user, tenant, feature, model)).Add(attempt, endsCall, times);
            CountDay(ValueKey.User, user);
        }
        if (call.Session is { Length: > 0 } session) CountDay(ValueKey.Session, session);
        if (call.Prompt is { Length: > 0 } prompt) CountDay(ValueKey.Prompt, prompt);
        if (call.Tags is { Length: > 0 } tags)
            foreach (var tag in TagList.Of(tags)) CountDay(ValueKey.Tag, tag);

        void CountDay(string dimension, string value) =>
            Of(_values, new ValueKey(ValueKey.Days, day, dimension, value, tenant, feature, model)).Add(attempt, endsCall, times);
    }

    private CostSums Of<TKey>(Dictionary<TKey, CostSums> sums, in TKey key) where TKey : notnull
    {
        if (sums.TryGetValue(key, out var found)) return found;
        return sums[key] = _free.TryPop(out var free) ? free : new CostSums();
    }

    private void Free<TKey>(Dictionary<TKey, CostSums> sums) where TKey : notnull
    {
        foreach (var free in sums.Values)
        {
            free.Clear();
            _free.Push(free);
        }
        sums.Clear();
    }
}
