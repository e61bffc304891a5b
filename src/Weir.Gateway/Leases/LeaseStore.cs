using Weir.Gateway.Storage;

namespace Weir.Gateway.Leases;

/// <summary>
/// Leases in the database that all replicas write their ledgers to. A request is heard in one transaction, so that what it grants is never
/// more than what the ledger leaves; what is granted the <see cref="LeaseTable"/> decides. One thread at a time.
/// </summary>
internal sealed class LeaseStore(Database database, TimeProvider time) : ILeaseAuthority, IDisposable
{
    private LeaseRows? _rows;

    /// <summary>Microseconds since the Unix epoch.</summary>
    private long Now => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <inheritdoc/>
    public long Register(string replica) => Transact(rows =>
    {
        var table = rows.ReadLives();
        rows.ForgetLives(table.Lives.Keys.Where(life => life.Epoch < table.EpochOf(life.Replica)));
        var life = new ReplicaLife(replica, table.EpochOf(replica) + 1);
        rows.Write(life, new LeaseLife(), Now);
        return life.Epoch;
    });

    /// <inheritdoc/>
    public void Release(ReplicaLife life) => Transact(rows =>
    {
        if (rows.ReadLives().EpochOf(life.Replica) == life.Epoch) rows.FreeBefore(life);
        return true;
    });

    /// <inheritdoc/>
    public bool Forget(string replica) => Transact(rows =>
    {
        var epoch = rows.ReadLives().EpochOf(replica);
        if (epoch == 0) return false;
        // Another life, which nobody lives.
        var life = new ReplicaLife(replica, epoch + 1);
        rows.Write(life, new LeaseLife(), at: null);
        rows.FreeBefore(life);
        return true;
    });

    /// <inheritdoc/>
    public LeaseReply Exchange(LeaseRequest request) => Transact(rows =>
    {
        var table = rows.ReadLives();
        if (table.Refuse(request) is { } refused) return refused;
        rows.ReadLeases(table, request);
        rows.ReadSpent(table, request.Items);
        var reply = table.Exchange(request);
        rows.WriteChanges(table, Now);
        return reply;
    });

    /// <inheritdoc/>
    public void Dispose() => _rows?.Dispose();

    private T Transact<T>(Func<LeaseRows, T> work)
    {
        try
        {
            _rows ??= new LeaseRows(database.Connect());
            return _rows.Transact(work);
        }
        catch (StorageException)
        {
            // The next one begins with a session of its own.
            _rows?.Dispose();
            _rows = null;
            throw;
        }
    }
}
