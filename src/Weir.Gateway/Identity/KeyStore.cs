using Weir.Gateway.Audit;
using Weir.Gateway.Configuration.Validation;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Identity;

/// <summary>The keys in the database. Blocking, each call on a session of its own: not for the call path (<see cref="KeyRing"/> is).</summary>
internal sealed class KeyStore(Database database, TimeProvider time)
{
    private const int LongestName = 128;

    /// <summary>Makes a key.</summary>
    /// <exception cref="StorageException">The name is taken or is none.</exception>
    public CreatedKey Create(NewKey wanted)
    {
        Validate(wanted);
        using var session = database.Connect();
        return session.Transact(_ => Insert(session, wanted));
    }

    /// <summary>All keys, revoked ones too, oldest first.</summary>
    public IReadOnlyList<StoredKey> List()
    {
        using var session = database.Connect();
        return KeyRow.ReadAll(session, "ORDER BY created_at, id");
    }

    /// <summary>The key that is good and has this hash, or null.</summary>
    public StoredKey? FindActive(KeyHash hash)
    {
        using var session = database.Connect();
        return FindActive(session, hash);
    }

    /// <summary>Ends a key; gateways stop taking it within about a second.</summary>
    /// <param name="idOrName">Its identifier, or the name of one that is good.</param>
    /// <param name="by">Who ends it.</param>
    /// <param name="reason">Why, or null.</param>
    /// <exception cref="StorageException">There is no such key, or it was revoked before.</exception>
    public StoredKey Revoke(string idOrName, string by, string? reason = null)
    {
        using var session = database.Connect();
        return session.Transact(_ => TryRevoke(session, idOrName, by, reason)) ?? throw new StorageException(
            StorageProblem.NotFound,
            $"there is no key `{idOrName}` that could be revoked",
            "`weir keys list` shows the names and identifiers of all keys and which are revoked.");
    }

    /// <summary>
    /// Makes a key in place of the one of its name, all or nothing, under the database's write lock.
    /// </summary>
    /// <param name="wanted">The key to make.</param>
    /// <param name="isNeeded">Asked under the lock, with a look-up of keys that are good; false leaves everything as it is.</param>
    /// <param name="publish">Told the new key before it counts; if this throws, nothing happened.</param>
    /// <returns>The new key, or null when none was needed.</returns>
    public CreatedKey? Replace(NewKey wanted, Func<Func<KeyHash, StoredKey?>, bool> isNeeded, Action<CreatedKey> publish)
    {
        Validate(wanted);
        using var session = database.Connect();
        return session.Transact(_ =>
        {
            if (!isNeeded(hash => FindActive(session, hash))) return null;
            TryRevoke(session, wanted.Name, wanted.CreatedBy, wanted.Reason);
            var created = Insert(session, wanted);
            publish(created);
            return created;
        });
    }

    private static StoredKey? FindActive(Session session, KeyHash hash) =>
        KeyRow.ReadAll(session, "WHERE hash = $1 AND revoked_at IS NULL", hash.ToString()) is [var key, ..] ? key : null;

    private CreatedKey Insert(Session session, NewKey wanted)
    {
        if (KeyRow.ReadAll(session, "WHERE name = $1 AND revoked_at IS NULL", wanted.Name) is [var taken, ..])
            throw new StorageException(
                StorageProblem.Conflict,
                $"there is already a key named `{wanted.Name}` ({taken.Id})",
                $"Choose another name, or revoke that key first: `weir keys revoke {wanted.Name}`.");

        var plaintext = KeyText.New();
        var key = new StoredKey
        {
            Id = FreeId(session),
            Name = wanted.Name,
            Hash = KeyHash.Of(plaintext),
            Tenant = wanted.Tenant,
            Feature = wanted.Feature,
            Origin = wanted.Origin,
            Models = wanted.Models,
            Deadline = wanted.Deadline,
            Priority = wanted.Priority,
            Limits = wanted.Limits,
            CreatedAt = time.GetUtcNow(),
            CreatedBy = wanted.CreatedBy,
        };
        KeyRow.Insert(session, key);
        Audit(session, AuditActions.KeyCreate, key, wanted.CreatedBy, wanted.Reason);
        return new CreatedKey(key, plaintext);
    }

    /// <summary>32 random bits meet again after some 65,000 keys, so that each is looked up.</summary>
    private static string FreeId(Session session)
    {
        var id = KeyText.NewId();
        while (KeyRow.ReadAll(session, "WHERE id = $1", id).Count > 0) id = KeyText.NewId();
        return id;
    }

    private StoredKey? TryRevoke(Session session, string idOrName, string? by, string? reason)
    {
        var revoked = KeyRow.Revoke(session, idOrName, time.GetUtcNow());
        if (revoked is not null) Audit(session, AuditActions.KeyRevoke, revoked, by, reason);
        return revoked;
    }

    /// <summary>In the transaction of the change: there is none without its entry.</summary>
    private void Audit(Session session, string action, StoredKey key, string? by, string? reason) => AuditRow.Insert(session, new AuditEntry
    {
        At = time.GetUtcNow(), Actor = by ?? AuditEntry.Unknown, Action = action, Object = key.Name, Reason = reason, Details = $"{key.Id} of tenant {key.Tenant}",
    });

    private static void Validate(NewKey wanted)
    {
        if (wanted.Name.Length is 0 or > LongestName || wanted.Name.Any(char.IsControl) || wanted.Name.StartsWith(KeyText.IdPrefix, StringComparison.Ordinal))
            throw Invalid("name", $"Use 1 to {LongestName} printable characters that do not begin with `{KeyText.IdPrefix}`.");
        if (wanted.Tenant.Length == 0) throw Invalid("tenant", "Name the tenant who pays for the key's calls.");
        if (wanted.Models is { } models && (models.Count == 0 || models.Any(model => model.Length == 0 || model.Any(char.IsControl))))
            throw Invalid("list of models", "Name at least one model, or leave the list out to allow all.");
        if (wanted.Deadline is { } deadline && !DeadlineValidator.Allows(deadline)) throw Invalid("deadline", DeadlineValidator.Remedy);
    }

    private static StorageException Invalid(string what, string remedy) =>
        new(StorageProblem.Invalid, $"a key cannot have this {what}", remedy);
}
