using Weir.Gateway.Model;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Responses;

/// <summary>
/// The answers that clients may come back to. Each belongs to a tenant; for everybody else it does not exist. They are written
/// with their call, in the ledger's commit: whoever has read an answer's end can go on from it.
/// </summary>
internal sealed class ResponseStore(Database database, TimeProvider time)
{
    /// <summary>Longer conversations are refused where the upstream has to be told all of them: each turn is read anew for every turn that follows.</summary>
    public const int LongestHistory = 1_000;

    private const int PurgedAtOnce = 200;

    /// <summary>Called when tenants may hold less, or more, than before. Set once, while wiring.</summary>
    public Action Changed { get; set; } = static () => { };

    /// <summary>A tenant's response, or null.</summary>
    public Task<StoredResponse?> FindAsync(string id, string tenant) => Task.Run(() =>
    {
        using var session = database.Connect();
        using var find = Prepare(session);
        return Find(find, id, tenant);
    });

    /// <summary>What has to be known of a response to go on from it, or null when it is not there for a key.</summary>
    public Task<ResponseLink?> LinkAsync(string id, KeyModel key) => Task.Run(() =>
    {
        using var session = database.Connect();
        using var find = session.Prepare("SELECT deployment, models FROM responses WHERE id = $1 AND tenant = $2 AND expires_at > $3");
        find.Add(id).Add(key.Tenant).Add(Now());
        if (!find.Read()) return null;
        var link = new ResponseLink(id, find.NextText(), ResponseRow.ReadModels(find));
        return StoredResponse.IsThereFor(key, link.Models) ? link : null;
    });

    /// <summary>Looks for items that are no part of any response that is there for a key.</summary>
    /// <param name="items">Their identifiers.</param>
    /// <param name="key">Who asks.</param>
    /// <param name="mayBeUnknown">Whether items are fine too that are no part of any response of the key's tenant.</param>
    /// <returns>The first of them, or null when there is none.</returns>
    public Task<string?> FindForeignItemAsync(IReadOnlyList<string> items, KeyModel key, bool mayBeUnknown) => Task.Run(() =>
    {
        using var session = database.Connect();
        using var find = session.Prepare(
            "SELECT models FROM responses WHERE expires_at > $1 AND (tenant, id) IN (SELECT tenant, response_id FROM response_items WHERE tenant = $2 AND id = $3)");
        foreach (var item in items)
        {
            find.Add(Now()).Add(key.Tenant).Add(item);
            var (isKnown, isThere) = (false, false);
            while (find.Read()) (isKnown, isThere) = (true, isThere || StoredResponse.IsThereFor(key, ResponseRow.ReadModels(find)));
            if (!isThere && (isKnown || !mayBeUnknown)) return item;
        }
        return null;
    });

    /// <summary>How many bytes each tenant holds that holds any.</summary>
    public Dictionary<string, long> HeldBytes()
    {
        using var session = database.Connect();
        using var read = session.Prepare("SELECT tenant, bytes FROM response_bytes WHERE bytes > 0");
        var held = new Dictionary<string, long>(StringComparer.Ordinal);
        while (read.Read()) held[read.NextString()] = read.NextLong();
        return held;
    }

    /// <summary>A response and all that it goes on from.</summary>
    /// <param name="id">The last of them.</param>
    /// <param name="tenant">Who asks.</param>
    /// <param name="most">How many bytes they may have together.</param>
    public Task<ResponseHistory> HistoryAsync(string id, string tenant, long most) => Task.Run(() =>
    {
        using var session = database.Connect();
        using var find = Prepare(session);
        var history = new List<StoredResponse>();
        for (var next = id; next is not null; next = history[^1].PreviousId)
        {
            if (history.Count == LongestHistory) return new ResponseHistory { IsTooLong = true };
            if (Find(find, next, tenant) is not { } found) return new ResponseHistory { Missing = next };
            history.Add(found);
            most -= found.Bytes;
            if (most < 0) return new ResponseHistory { IsTooLarge = true };
        }
        history.Reverse();
        return new ResponseHistory { Turns = history };
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
        Changed();
        return found;
    });

    /// <summary>Writes a response that has changed at its provider since.</summary>
    public Task UpdateAsync(StoredResponse response) => Task.Run(() =>
    {
        using var session = database.Connect();
        session.Transact(_ =>
        {
            ResponseRow.Change(session, response.Tenant, response.Id, response.CreatedAt, response.Body.Span);
            return true;
        });
        Changed();
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
            if (purged - before == PurgedAtOnce) continue;
            Changed();
            return purged;
        }
    });

    private static Statement Prepare(Session session) =>
        session.Prepare($"SELECT {ResponseRow.Columns} FROM responses WHERE id = $1 AND tenant = $2 AND expires_at > $3");

    private StoredResponse? Find(Statement find, string id, string tenant)
    {
        find.Add(id).Add(tenant).Add(Now());
        var found = find.Read() ? ResponseRow.Read(find) : null;
        find.Reset();
        return found;
    }

    private long Now() => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
