using System.Collections.Concurrent;
using System.Reflection;

namespace Weir.Gateway.Configuration.Binding;

/// <summary>The keys that a <c>*Config</c> class declares, in the order of their declaration.</summary>
internal sealed class SectionShape
{
    private static readonly ConcurrentDictionary<Type, SectionShape> Known = new();

    private SectionShape(Type type)
    {
        Type = type;
        var settings = new List<Setting>();
        // What sections have in common comes first.
        for (var declaring = type; declaring != typeof(ConfigSection) && declaring is not null; declaring = declaring.BaseType)
        {
            var at = 0;
            foreach (var property in declaring.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
                if (property.GetCustomAttribute<SettingAttribute>() is { } declared) settings.Insert(at++, new Setting(property, declared));
        }
        Settings = settings;
    }

    public Type Type { get; }

    public IReadOnlyList<Setting> Settings { get; }

    /// <summary>The keys' names, for suggestions.</summary>
    public IEnumerable<string> Keys
    {
        get
        {
            foreach (var setting in Settings) yield return setting.Key;
        }
    }

    public static SectionShape Of(Type type) => Known.GetOrAdd(type, static t => new SectionShape(t));

    public ConfigSection Create() => (ConfigSection)Activator.CreateInstance(Type)!;

    public Setting? Find(string key)
    {
        foreach (var setting in Settings)
            if (string.Equals(setting.Key, key, StringComparison.Ordinal)) return setting;
        return null;
    }
}
