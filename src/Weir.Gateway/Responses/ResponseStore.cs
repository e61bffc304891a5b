using Weir.Gateway.Storage;

namespace Weir.Gateway.Responses;

/// <summary>
/// The answers that clients may come back to. Each belongs to a tenant; for everybody else it does not exist. They are written
/// with their call, in the ledger's commit: whoever has read an answer's end can go on from it.
/// </summary>
internal sealed class ResponseStore(Database database, TimeProvider time)
{
    /// <summary>Longer conversations are refused: each turn is read anew for every turn that follows.</summary>
    public const int LongestHistory = 1_000;

    private const int PurgedAtOnce = 200;

    /// <summary>A tenant's response, or null.</summary>
    public Task<StoredResponse?> FindAsync(string id, string tenant) => Task.Run(() =>
    {
        using var session = database.Connect();
        using var find = Prepare(session);
        return Find(find, id, tenant);
    });

    /// <summary>A response and all that it goes on from, oldest first; empty when it, or one of them, does not exist (any more).</summary>
    /// <param name="id">The last of them.</param>
    /// <param name="tenant">Who asks.</param>
    /// <param name="most">How many bytes they may have together.</param>
    /// <returns>Null when they have more.</returns>
    public Task<IReadOnlyList<StoredResponse>?> HistoryAsync(string id, string tenant, long most) => Task.Run<IReadOnlyList<StoredResponse>?>(() =>
    {
        using var session = database.Connect();
        using var find = Prepare(session);
        var history = new List<StoredResponse>();
        for (var next = id; next is not null; next = history[^1].PreviousId)
        {
            if (history.Count == LongestHistory || Find(find, next, tenant) is not { } found) return [];
            history.Add(found);
            most -= found.Input.Length + found.Body.Length;
            if (most < 0) return null;
        }
        history.Reverse();
        return history;
    });

    /// <summary>Forgets a tenant's response.</summary>
    /// <returns>False when there is none.</returns>
    public Task<bool> DeleteAsync(string id, string tenant) => Task.Run(() =>
    {
        using var session = database.Connect();
        using var delete = session.Prepare("DELETE FROM responses WHERE id = $1 AND tenant = $2 AND expires_at > $3 RETURNING id");
        delete.Add(id).Add(tenant).Add(Now());
        var found = delete.Read();
        delete.Reset();
        return found;
    });

    /// <summary>Writes a response that has changed at its provider since.</summary>
    public Task UpdateAsync(StoredResponse response) => Task.Run(() =>
    {
        using var session = database.Connect();
        using var update = session.Prepare(ResponseRow.Update);
        update.AddUtf8(response.Body.Span).Add(response.Tenant).Add(response.Id).Add(response.CreatedAt).Run();
    });

    /// <summary>Forgets what is over its time.</summary>
    /// <returns>How many were.</returns>
    public Task<int> PurgeAsync() => Task.Run(() =>
    {
        using var session = database.Connect();
        // Some at a time: calls wait for their rows while these are deleted.
        using var purge = session.Prepare(
            $"DELETE FROM responses WHERE (tenant, id) IN (SELECT tenant, id FROM responses WHERE expires_at <= $1 LIMIT {PurgedAtOnce}) RETURNING id");
        var purged = 0;
        while (true)
        {
            var before = purged;
            purge.Add(Now());
            while (purge.Read()) purged++;
            if (purged - before < PurgedAtOnce) return purged;
        }
    });

    private static SqliteStatement Prepare(SqliteSession session) =>
        session.Prepare($"SELECT {ResponseRow.Columns} FROM responses WHERE id = $1 AND tenant = $2 AND expires_at > $3");

    private StoredResponse? Find(SqliteStatement find, string id, string tenant)
    {
        find.Add(id).Add(tenant).Add(Now());
        var found = find.Read() ? ResponseRow.Read(find) : null;
        find.Reset();
        return found;
    }

    private long Now() => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
