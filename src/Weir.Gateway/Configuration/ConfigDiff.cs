namespace Weir.Gateway.Configuration;

/// <summary>What changed between two configurations: names only, never values.</summary>
/// <param name="Changes">One text per section: <c>models: +new, -gone, ~changed</c>.</param>
/// <param name="NeedRestart">Changed settings that take effect at the next start: <c>server.listen</c>.</param>
internal sealed record ConfigDiff(IReadOnlyList<string> Changes, IReadOnlyList<string> NeedRestart)
{
    public static ConfigDiff Between(WeirConfig before, WeirConfig after)
    {
        // The texts are compared and then dropped, so that secrets can be taken as they are.
        var (old, now) = (Group(before), Group(after));
        var (changes, restart) = (new List<string>(), new List<string>());
        foreach (var section in now.Keys.Union(old.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (was, becomes) = (old.GetValueOrDefault(section) ?? [], now.GetValueOrDefault(section) ?? []);
            var names = new List<string>();
            foreach (var name in becomes.Keys.Where(n => !was.ContainsKey(n))) names.Add("+" + name);
            foreach (var name in was.Keys.Where(n => !becomes.ContainsKey(n))) names.Add("-" + name);
            foreach (var (name, values) in becomes)
            {
                if (!was.TryGetValue(name, out var previous) || previous.SequenceEqual(values)) continue;
                names.Add("~" + name);
                if (values.Exists(v => v.NeedsRestart)) restart.Add($"{section}.{name}");
            }

            if (names.Count > 0) changes.Add($"{section}: {string.Join(", ", names)}");
        }

        return new ConfigDiff(changes, restart);
    }

    private static Dictionary<string, Dictionary<string, List<FlatSetting>>> Group(WeirConfig config)
    {
        var sections = new Dictionary<string, Dictionary<string, List<FlatSetting>>>(StringComparer.Ordinal);
        foreach (var flat in ConfigFlattener.Flatten(config, static secret => secret.Reveal()))
        {
            if (!sections.TryGetValue(flat.Section, out var entries)) sections[flat.Section] = entries = new(StringComparer.Ordinal);
            if (!entries.TryGetValue(flat.Entry, out var values)) entries[flat.Entry] = values = [];
            values.Add(flat);
        }

        return sections;
    }
}
