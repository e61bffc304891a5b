using Weir.Gateway.Identity;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>Each key is given in one way, is hard to guess, and is one key's only.</summary>
internal sealed class KeySecretValidator : IConfigValidator
{
    private const int Shortest = 20;
    private const int FewestDifferent = 8;

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        var owners = new Dictionary<KeyHash, string>();
        foreach (var key in config.Keys.Values)
        {
            if (key.Has("value") == key.Has("hash"))
                errors.Add(key, "", key.Has("value") ? "both value and hash are given." : "neither value nor hash is given.", "Give exactly one of value and hash.");
            if (key.Value is { } secret) CheckValue(key, "value", secret.Reveal(), errors);
            if (key.Hash is { } text) CheckHash(key, text, errors);

            if (HashOf(key) is not { } hash || owners.TryAdd(hash, key.Name)) continue;
            errors.Add(key, key.Has("value") ? "value" : "hash", $"the key \"{owners[hash]}\" is the same.", "Give each its own, or remove one.");
        }
    }

    /// <summary>The hash of the key, or null when it was not given as it should be.</summary>
    public static KeyHash? HashOf(KeyConfig key)
    {
        if (key.Value is { } secret) return KeyHash.Of(secret.Reveal());
        return KeyHash.TryParse(key.Hash, out var hash) ? hash : null;
    }

    /// <summary>Reports a hash that is none.</summary>
    public static void CheckHash(ConfigSection section, string hash, ConfigErrors errors)
    {
        if (!hash.StartsWith("sha256:", StringComparison.Ordinal) || !KeyHash.TryParse(hash, out _))
            errors.Add(section, "hash", "not a SHA-256.", "Write sha256: and 64 hexadecimal digits; printf %s \"$KEY\" | sha256sum prints them.");
    }

    /// <summary>Reports a key that could be guessed or not be sent.</summary>
    public static void CheckValue(ConfigSection section, string name, string value, ConfigErrors errors)
    {
        var remedy = $"Use {Shortest} random characters or more; weir keys create makes such a key.";
        if (value.Length < Shortest) errors.Add(section, name, $"the key has fewer than {Shortest} characters and could be guessed.", remedy);
        else if (value.Distinct().Count() < FewestDifferent) errors.Add(section, name, "the key repeats a few characters and could be guessed.", remedy);
        else if (!HeaderRules.IsValue(value)) errors.Add(section, name, "the key contains characters that a header cannot carry.", remedy);
    }
}
