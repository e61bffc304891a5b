namespace Weir.Gateway.Leases;

/// <summary>
/// When this replica last saw a new sign of each other one, by its own clock: so no clock of the database and of nobody else decides when a
/// lease has expired. Guarded by the lock of the <see cref="LeaseBook"/>.
/// </summary>
internal sealed class OtherReplicas(TimeProvider time)
{
    private readonly Dictionary<ReplicaLife, (LifeSign Sign, LeaseInstant Seen)> _seen = [];

    /// <summary>Notes a sign. One that is older than what is known says nothing.</summary>
    public void See(LifeSign sign)
    {
        if (_seen.TryGetValue(sign.Life, out var known) && known.Sign.Number >= sign.Number) return;
        _seen[sign.Life] = (sign, LeaseInstant.Now(time));
    }

    /// <summary>Forgets those that are not there any more.</summary>
    public void Keep(IReadOnlyList<LifeSign> there)
    {
        if (_seen.Count <= there.Count) return;
        foreach (var life in _seen.Keys.Except(there.Select(static sign => sign.Life)).ToArray()) _seen.Remove(life);
    }

    /// <summary>Those of which no sign was seen for as long as a lease lasts.</summary>
    public List<SilentReplica> Silent()
    {
        var silent = new List<SilentReplica>();
        foreach (var (sign, seen) in _seen.Values)
            if (seen.AtLeastSince(time) is var passed && passed >= LeaseTerms.Length) silent.Add(new SilentReplica(sign, passed));
        return silent;
    }
}
