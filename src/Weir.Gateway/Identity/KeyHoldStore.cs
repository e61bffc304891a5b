using Weir.Gateway.Anomalies.Holds;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Identity;

/// <summary>Keys that are held back, in the database: a restart changes nothing, and other gateways follow within a second. Blocking: not for the call path.</summary>
internal sealed class KeyHoldStore(Database database)
{
    /// <summary>Holds a key back, instead of how it was held before.</summary>
    /// <param name="keyId">The key's identifier; one of the configuration can be held back too.</param>
    /// <param name="hold">How.</param>
    public void Put(string keyId, Hold hold)
    {
        using var session = database.Connect();
        session.Transact(_ =>
        {
            using var insert = session.Prepare("""
                INSERT INTO key_holds (key_id, calls_per_minute, reason, since, until) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (key_id) DO UPDATE SET calls_per_minute = excluded.calls_per_minute, reason = excluded.reason, since = excluded.since, until = excluded.until
                """);
            insert.Add(keyId).Add(hold.CallsPerMinute).Add(hold.Reason).Add(KeyRow.Micros(hold.Since)).Add(KeyRow.Micros(hold.Until)).Run();
            KeyRow.RaiseRevision(session);
            return true;
        });
    }

    /// <summary>Lets a key go on.</summary>
    /// <returns>Whether it was held back.</returns>
    public bool Remove(string keyId)
    {
        using var session = database.Connect();
        return session.Transact(_ =>
        {
            using var delete = session.Prepare("DELETE FROM key_holds WHERE key_id = $1 RETURNING key_id");
            var wasHeld = false;
            delete.Add(keyId);
            while (delete.Read()) wasHeld = true;
            if (wasHeld) KeyRow.RaiseRevision(session);
            return wasHeld;
        });
    }

    /// <summary>All, by the key's identifier; those whose time is over too.</summary>
    public IReadOnlyDictionary<string, Hold> List()
    {
        using var session = database.Connect();
        return Read(session);
    }

    public static Dictionary<string, Hold> Read(SqliteSession session)
    {
        using var select = session.Prepare("SELECT key_id, calls_per_minute, reason, since, until FROM key_holds");
        var holds = new Dictionary<string, Hold>(StringComparer.Ordinal);
        while (select.Read()) holds[select.NextString()] = new Hold((int)select.NextLong(), select.NextString(), KeyRow.Time(select.NextLong()), KeyRow.Time(select.NextLong()));
        return holds;
    }
}
