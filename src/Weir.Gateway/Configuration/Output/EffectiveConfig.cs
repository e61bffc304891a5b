using System.Collections;
using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Configuration.Yaml;
using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration.Output;

/// <summary>
/// Prints a configuration with its defaults filled in. A secret is shown by where it comes from or as a mask, and so is any
/// other value that came from the environment. Read again, the text gives the same release, provided that no secret was
/// written into the file itself: a mask is refused as a secret.
/// </summary>
internal static class EffectiveConfig
{
    public static string Print(WeirConfig config)
    {
        var yaml = new YamlWriter();
        Section(config, yaml);
        return yaml.ToString();
    }

    private static void Section(ConfigSection section, YamlWriter yaml)
    {
        foreach (var setting in SectionShape.Of(section.GetType()).Settings)
            if (setting.Get(section) is { } value) Value(section, setting, value, yaml);
    }

    private static void Value(ConfigSection section, Setting setting, object value, YamlWriter yaml)
    {
        var at = section.At(setting.Key);
        switch (value)
        {
            case ConfigSection inner:
                yaml.Open(setting.Key);
                Section(inner, yaml);
                yaml.Close();
                break;
            case IDictionary { Count: 0 }:
                yaml.Empty(setting.Key, "{}");
                break;
            case IDictionary map:
                Map(setting, map, yaml);
                break;
            case IList list:
                List(at as ListNode, setting, list, yaml);
                break;
            default:
                yaml.Pair(setting.Key, Text(at, value));
                break;
        }
    }

    private static void Map(Setting setting, IDictionary map, YamlWriter yaml)
    {
        yaml.Open(setting.Key);
        foreach (DictionaryEntry entry in map)
        {
            var name = (string)entry.Key;
            if (entry.Value is Secret secret)
            {
                yaml.Pair(name, secret.ToString());
            }
            else if (SectionShape.Of(entry.Value!.GetType()).Settings.Count == 0)
            {
                yaml.Empty(name, "{}");
            }
            else
            {
                yaml.Open(name);
                Section((ConfigSection)entry.Value, yaml);
                yaml.Close();
            }
        }

        yaml.Close();
    }

    private static void List(ListNode? written, Setting setting, IList list, YamlWriter yaml)
    {
        if (list.Count == 0)
        {
            yaml.Empty(setting.Key, "[]");
            return;
        }

        yaml.Open(setting.Key);
        for (var i = 0; i < list.Count; i++)
            yaml.Item(list[i] is ConfigSection item ? Inline(item) : YamlWriter.Quoted(Text(written?.Items[i], list[i]!)));
        yaml.Close();
    }

    /// <summary>A section of single values on one line.</summary>
    private static string Inline(ConfigSection section)
    {
        var parts = new List<string>();
        foreach (var setting in SectionShape.Of(section.GetType()).Settings)
        {
            if (setting.Get(section) is not { } value) continue;
            var at = section.Node is ScalarNode && setting.Shorthand ? section.Node : section.At(setting.Key);
            parts.Add($"{setting.Key}: {YamlWriter.Quoted(Text(at, value))}");
        }

        return "{ " + string.Join(", ", parts) + " }";
    }

    /// <summary>One value as it may be shown.</summary>
    internal static string Text(ConfigNode? at, object value)
    {
        if (value is Secret secret) return secret.ToString();

        // As it was written: what a variable holds is not shown. This also keeps an escaped $${ escaped.
        return at is ScalarNode { Text: var written } && written.Contains("${", StringComparison.Ordinal) ? written : SettingText.Of(value);
    }
}
