using Weir.Gateway.Configuration.Yaml;

namespace Weir.Gateway.Configuration;

/// <summary>What the operator wrote under one key. Remembers where, so that a validator can name the line.</summary>
internal abstract class ConfigSection
{
    /// <summary>The key under which it stands in a map of named sections, such as a provider's name; empty otherwise.</summary>
    public string Name { get; set; } = "";

    /// <summary>Where it is written; null when it is a default.</summary>
    public ConfigNode? Node { get; set; }

    /// <summary>Where one of its keys is written, or null.</summary>
    public ConfigNode? At(string key) => (Node as MapNode)?.Find(key);

    /// <summary>Whether the operator wrote the key, whatever its value turned out to be.</summary>
    public bool Has(string key) => At(key) is not null;
}
