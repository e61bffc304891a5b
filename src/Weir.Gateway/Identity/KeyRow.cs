using Weir.Gateway.Ledger;
using Weir.Gateway.Limits;
using Weir.Gateway.Model;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Identity;

/// <summary>A key as a row. The members list the same fields in the same order.</summary>
internal static class KeyRow
{
    private const string Columns = "id, name, hash, tenant, feature, origin, models, deadline_us, priority, limits, created_at, created_by, revoked_at";

    /// <param name="session">Where to read.</param>
    /// <param name="where">The statement's end, with parameters for <paramref name="values"/>.</param>
    /// <param name="values">Values of the parameters.</param>
    public static IReadOnlyList<StoredKey> ReadAll(Session session, string where, params ReadOnlySpan<string> values)
    {
        using var statement = session.Prepare($"SELECT {Columns} FROM keys {where}");
        foreach (var value in values) statement.Add(value);
        var keys = new List<StoredKey>();
        while (statement.Read()) keys.Add(Read(statement));
        return keys;
    }

    public static void Insert(Session session, StoredKey key)
    {
        using var statement = session.Prepare($"INSERT INTO keys ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL)");
        statement.Add(key.Id).Add(key.Name).Add(key.Hash.ToString()).Add(key.Tenant).Add(key.Feature);
        statement.Add(key.Origin is { } origin ? OriginNames.Of(origin) : null);
        // One model a line: names hold no control characters.
        statement.Add(key.Models is null ? null : string.Join('\n', key.Models));
        statement.Add(key.Deadline?.Ticks / TimeSpan.TicksPerMicrosecond).Add(CallPriorities.NameOf(key.Priority)).Add(QuotaText.Write(key.Limits));
        statement.Add(Micros(key.CreatedAt)).Add(key.CreatedBy).Run();
        RaiseRevision(session);
    }

    /// <returns>The key that was revoked, or null when none was.</returns>
    public static StoredKey? Revoke(Session session, string idOrName, DateTimeOffset now)
    {
        StoredKey? revoked = null;
        using (var statement = session.Prepare(
            $"UPDATE keys SET revoked_at = $1 WHERE (id = $2 OR name = $2) AND revoked_at IS NULL RETURNING {Columns}"))
        {
            statement.Add(Micros(now)).Add(idOrName);
            while (statement.Read()) revoked = Read(statement);
        }

        if (revoked is not null) RaiseRevision(session);
        return revoked;
    }

    /// <summary>A number that every change of keys raises.</summary>
    public static long ReadRevision(Statement select)
    {
        select.Read();
        var revision = select.NextLong();
        select.Reset();
        return revision;
    }

    public static Statement PrepareRevision(Session session) => session.Prepare("SELECT number FROM keys_revision");

    /// <summary>Has gateways look for changes.</summary>
    public static void RaiseRevision(Session session) => session.Execute("UPDATE keys_revision SET number = number + 1");

    private static StoredKey Read(Statement row) => new()
    {
        Id = row.NextString(),
        Name = row.NextString(),
        Hash = KeyHash.TryParse(row.NextText(), out var hash) ? hash : throw new InvalidDataException("a key's hash is none"),
        Tenant = row.NextString(),
        Feature = row.NextText(),
        Origin = ReadOrigin(row.NextText()),
        Models = row.NextText()?.Split('\n'),
        Deadline = row.NextLongOrNull() is { } deadline ? TimeSpan.FromMicroseconds(deadline) : null,
        Priority = CallPriorities.Find(row.NextString()) ?? throw new InvalidDataException("a key's priority is none"),
        Limits = ReadLimits(row.NextText()),
        CreatedAt = Time(row.NextLong()),
        CreatedBy = row.NextText(),
        RevokedAt = row.NextLongOrNull() is { } revoked ? Time(revoked) : null,
    };

    private static Origin? ReadOrigin(string? name) =>
        name is null ? null : OriginNames.FindOfCalls(name) ?? throw new InvalidDataException("a key's origin is none");

    private static QuotaModel? ReadLimits(string? text) =>
        text is null ? null : QuotaText.Read(text, out _) ?? throw new InvalidDataException("a key's limits are none");

    public static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset Time(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}
