using Weir.Gateway.Anomalies.Holds;
using Weir.Gateway.Audit;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Identity;

/// <summary>
/// Keys that are held back, in the database: a restart changes nothing, and other gateways follow within a second. Each change is in
/// the audit log. Blocking: not for the call path.
/// </summary>
internal sealed class KeyHoldStore(Database database, TimeProvider time)
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
            var action = hold.CallsPerMinute == 0 ? AuditActions.KeyPause : AuditActions.KeyThrottle;
            Note(session, action, keyId, AuditEntry.Weir, hold.Reason, $"until {hold.Until.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, {hold.CallsPerMinute} calls a minute");
            return true;
        });
    }

    /// <summary>Lets a key go on.</summary>
    /// <param name="idOrName">Its identifier, or the name of one that is good or stands in the configuration.</param>
    /// <param name="by">Who lets it.</param>
    /// <param name="reason">Why, or null.</param>
    /// <returns>Its identifier; null when it was not held back.</returns>
    public string? Remove(string idOrName, string by, string? reason = null)
    {
        using var session = database.Connect();
        return session.Transact(_ =>
        {
            string? found = null;
            using (var delete = session.Prepare("""
                DELETE FROM key_holds WHERE key_id = $1 OR key_id = $2 OR key_id IN (SELECT id FROM keys WHERE name = $1 AND revoked_at IS NULL) RETURNING key_id
                """))
            {
                delete.Add(idOrName).Add(KeyText.IdOfConfigured(idOrName));
                while (delete.Read()) found = delete.NextString();
            }
            if (found is null) return null;
            KeyRow.RaiseRevision(session);
            Note(session, AuditActions.KeyResume, found, by, reason, null);
            return found;
        });
    }

    /// <summary>All in force, by the key's identifier.</summary>
    public IReadOnlyDictionary<string, Hold> List()
    {
        using var session = database.Connect();
        var now = time.GetUtcNow();
        return Read(session).Where(held => held.Value.Until > now).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>All, by the key's identifier; those whose time is over too.</summary>
    public static Dictionary<string, Hold> Read(Session session)
    {
        using var select = session.Prepare("SELECT key_id, calls_per_minute, reason, since, until FROM key_holds");
        var holds = new Dictionary<string, Hold>(StringComparer.Ordinal);
        while (select.Read()) holds[select.NextString()] = new Hold((int)select.NextLong(), select.NextString(), KeyRow.Time(select.NextLong()), KeyRow.Time(select.NextLong()));
        return holds;
    }

    private void Note(Session session, string action, string keyId, string by, string? reason, string? details) =>
        AuditRow.Insert(session, new AuditEntry { At = time.GetUtcNow(), Actor = by, Action = action, Object = keyId, Reason = reason, Details = details });
}
