using System.Collections;
using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration;

/// <summary>Lists every value of a configuration in a spelling that does not depend on how the file was written.</summary>
/// <param name="secretText">What stands for a secret.</param>
internal sealed class ConfigFlattener(Func<Secret, string> secretText)
{
    private readonly List<FlatSetting> _flat = [];

    /// <summary>All values, sorted: the order of a map in the file makes no difference, the order of a list does.</summary>
    public static List<FlatSetting> Flatten(WeirConfig config, Func<Secret, string> secretText)
    {
        var flattener = new ConfigFlattener(secretText);
        foreach (var setting in SectionShape.Of(typeof(WeirConfig)).Settings)
            flattener.Section(setting, setting.Get(config)!);
        flattener._flat.Sort(static (a, b) =>
            string.CompareOrdinal(a.Section, b.Section) is not 0 and var section ? section
            : string.CompareOrdinal(a.Entry, b.Entry) is not 0 and var entry ? entry
            : string.CompareOrdinal(a.Path, b.Path));
        return flattener._flat;
    }

    private void Section(Setting top, object value)
    {
        if (value is IDictionary named)
        {
            foreach (DictionaryEntry entry in named)
            {
                var name = (string)entry.Key;

                // A tenant has no values yet, but it exists.
                _flat.Add(new FlatSetting(top.Key, name, "", "", top.NeedsRestart));
                Below((ConfigSection)entry.Value!, top.Key, name, "");
            }
        }
        else
        {
            Below((ConfigSection)value, top.Key, "", "");
        }
    }

    private void Below(ConfigSection section, string top, string entry, string path)
    {
        foreach (var setting in SectionShape.Of(section.GetType()).Settings)
            if (setting.Get(section) is { } value)
                Value(setting, value, top, entry.Length == 0 ? setting.Key : entry, $"{path}/{setting.Key}");
    }

    private void Value(Setting setting, object value, string top, string entry, string path)
    {
        switch (value)
        {
            case ConfigSection inner:
                Below(inner, top, entry, path);
                break;
            case OrderedDictionary<string, Secret> secrets:
                foreach (var (name, secret) in secrets) Add($"{path}/{name.ToLowerInvariant()}", secretText(secret));
                break;
            case IList list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is ConfigSection item) Below(item, top, entry, $"{path}/{i}");
                    else Add($"{path}/{i}", (string)list[i]!);
                }

                // An empty list differs from none: a key that may ask for no model is not a key that may ask for all.
                Add($"{path}/#", Quantity.Show(list.Count));
                break;
            default:
                Add(path, value is Secret hidden ? secretText(hidden) : SettingText.Of(value));
                break;
        }

        void Add(string at, string text) => _flat.Add(new FlatSetting(top, entry, at, text, setting.NeedsRestart));
    }
}
