namespace Weir.Gateway.Configuration.Yaml;

/// <summary>Keys and values, in the order in which they were written.</summary>
internal sealed class MapNode(ConfigNode? parent, string name, int line, int column) : ConfigNode(parent, name, line, column)
{
    public List<MapEntry> Entries { get; } = [];

    /// <inheritdoc/>
    public override string Kind => "a map";

    /// <summary>The value of a key, or null. Sections have few keys, so this looks at each.</summary>
    public ConfigNode? Find(string key)
    {
        foreach (var entry in Entries)
            if (string.Equals(entry.Key, key, StringComparison.Ordinal)) return entry.Value;
        return null;
    }
}
