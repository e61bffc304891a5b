using Weir.Gateway.Identity;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>The admin key is given in one way, is hard to guess, and is no client's key.</summary>
internal sealed class AdminValidator : IConfigValidator
{
    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        var admin = config.Admin;
        if (admin is { Key: not null, Hash: not null }) errors.Add(admin, "hash", "both key and hash are given.", "Remove one of the two.");
        if (admin.Key is { } key) KeySecretValidator.CheckValue(admin, "key", key.Reveal(), errors);
        if (admin.Hash is { } hash) KeySecretValidator.CheckHash(admin, hash, errors);
        if (HashOf(admin) is not { } own) return;
        foreach (var client in config.Keys.Values)
            if (KeySecretValidator.HashOf(client) == own)
                errors.Add(admin, admin.Key is null ? "hash" : "key", $"the key \"{client.Name}\" is the same, and clients have it.", "Give the admin API a key of its own.");
    }

    /// <summary>The hash of the admin key, or null when there is none or it was not given as it should be.</summary>
    public static KeyHash? HashOf(AdminConfig admin)
    {
        if (admin.Key is { } secret) return KeyHash.Of(secret.Reveal());
        return KeyHash.TryParse(admin.Hash, out var hash) ? hash : null;
    }
}
