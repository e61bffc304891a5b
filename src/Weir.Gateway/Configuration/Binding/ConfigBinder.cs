using System.Collections;
using Weir.Gateway.Configuration.Yaml;

namespace Weir.Gateway.Configuration.Binding;

/// <summary>Fills <c>*Config</c> objects from the nodes of the file. Goes on after every error.</summary>
internal sealed class ConfigBinder(References references, ConfigErrors errors)
{
    private readonly ScalarBinder _scalars = new(references, errors);

    /// <summary>Fills the section that a whole file is.</summary>
    public T Bind<T>(ConfigNode root)
        where T : ConfigSection, new()
    {
        var config = new T();
        BindSection(root, config, "");
        return config;
    }

    private void BindSection(ConfigNode node, ConfigSection section, string name)
    {
        section.Name = name;
        section.Node = node;
        var shape = SectionShape.Of(section.GetType());
        if (node is not MapNode map)
        {
            if (node is not ScalarNode { IsNull: true }) Misplaced(node, "a map of " + string.Join(", ", shape.Keys));
            else RequireAll(section, shape);
            return;
        }

        foreach (var entry in map.Entries)
        {
            if (shape.Find(entry.Key) is { } setting) BindSetting(entry.Value, section, setting);
            else Unknown(entry, shape);
        }

        RequireAll(section, shape);
    }

    private void BindSetting(ConfigNode node, ConfigSection section, Setting setting)
    {
        switch (setting.Kind)
        {
            case SettingKind.Section:
                var inner = (ConfigSection?)setting.Get(section) ?? SectionShape.Of(setting.ElementType!).Create();
                setting.Set(section, inner);
                BindSection(node, inner, setting.Key);
                break;
            case SettingKind.NamedSections or SettingKind.Secrets:
                BindMap(node, section, setting);
                break;
            case SettingKind.SectionList or SettingKind.Texts:
                BindList(node, section, setting);
                break;
            default:
                if (_scalars.Bind(node, setting) is { } value) setting.Set(section, value);
                break;
        }
    }

    /// <summary>What is written replaces the default as a whole: two sources of one map would be hard to follow.</summary>
    private void BindMap(ConfigNode node, ConfigSection section, Setting setting)
    {
        var target = (IDictionary)Activator.CreateInstance(setting.Get(section)!.GetType())!;
        setting.Set(section, target);
        if (node is not MapNode map)
        {
            if (node is not ScalarNode { IsNull: true }) Misplaced(node, "a map of names");
            return;
        }

        foreach (var entry in map.Entries)
        {
            if (setting.Kind == SettingKind.Secrets)
            {
                if (_scalars.Bind(entry.Value, setting) is { } secret) target[entry.Key] = secret;
                continue;
            }

            var inner = SectionShape.Of(setting.ElementType!).Create();
            target[entry.Key] = inner;
            BindSection(entry.Value, inner, entry.Key);
        }
    }

    private void BindList(ConfigNode node, ConfigSection section, Setting setting)
    {
        var target = setting.Kind == SettingKind.Texts ? new List<string>() : (IList)Activator.CreateInstance(setting.Get(section)!.GetType())!;
        setting.Set(section, target);
        if (node is not ListNode list)
        {
            if (node is not ScalarNode { IsNull: true }) Misplaced(node, "a list, such as " + (setting.Example ?? "[a, b]"));
            return;
        }

        foreach (var item in list.Items)
        {
            if (setting.Kind == SettingKind.Texts)
            {
                if (_scalars.Bind(item, setting) is { } text) target.Add(text);
                continue;
            }

            var inner = SectionShape.Of(setting.ElementType!).Create();
            target.Add(inner);
            BindItem(item, inner);
        }
    }

    private void BindItem(ConfigNode item, ConfigSection inner)
    {
        var shape = SectionShape.Of(inner.GetType());
        if (item is ScalarNode { IsNull: false } && shape.Settings.FirstOrDefault(s => s.Shorthand) is { } only)
        {
            inner.Node = item;
            if (_scalars.Bind(item, only) is { } value) only.Set(inner, value);
        }
        else
        {
            BindSection(item, inner, "");
        }
    }

    private void RequireAll(ConfigSection section, SectionShape shape)
    {
        foreach (var setting in shape.Settings)
            if (setting.Required && !section.Has(setting.Key))
                errors.Add(section, setting.Key, $"the key \"{setting.Key}\" is missing.", $"Add it, such as {setting.Key}: {setting.Example}");
    }

    // The value is not quoted: what was misplaced may be a secret.
    private void Misplaced(ConfigNode node, string wanted) => errors.Add(node, $"{node.Kind} stands where a map or list belongs.", $"Write {wanted}.");

    private void Unknown(MapEntry entry, SectionShape shape)
    {
        if (errors.Full) return;
        var remedy = Nearest.Remedy(entry.Key, shape.Keys, shape.Settings.Count == 0 ? "Nothing can be set here yet; remove it." : $"Known here: {string.Join(", ", shape.Keys)}.");
        errors.AddAt(entry.Line, entry.Column, entry.Value.Path, $"unknown key \"{Shown.Short(entry.Key)}\".", remedy, entry.Key);
    }
}
