using System.Reflection;
using System.Text;
using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration.Binding;

/// <summary>One key of a section: its declaration, and the access to the property behind it.</summary>
internal sealed class Setting
{
    private readonly PropertyInfo _property;
    private readonly SettingAttribute _declared;

    public Setting(PropertyInfo property, SettingAttribute declared)
    {
        _property = property;
        _declared = declared;
        Key = SnakeCase(property.Name);
        (Kind, var element) = KindOf(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
        ElementType = element;
    }

    /// <summary>The key as written in the file.</summary>
    public string Key { get; }

    public SettingKind Kind { get; }

    /// <summary>The class of the nested section or sections; null for anything else.</summary>
    public Type? ElementType { get; }

    public string Description => _declared.Description;

    public string? Example => _declared.Example;

    public string? DefaultInWords => _declared.Default;

    public string[]? Choices => _declared.Choices;

    public string? Unit => _declared.Unit;

    public bool Required => _declared.Required;

    public bool NeedsRestart => _declared.NeedsRestart;

    public bool AnyName => _declared.AnyName;

    public bool Shorthand => _declared.Shorthand;

    public object? Get(ConfigSection section) => _property.GetValue(section);

    public void Set(ConfigSection section, object? value) => _property.SetValue(section, value);

    private static (SettingKind Kind, Type? Element) KindOf(Type type)
    {
        if (type == typeof(string)) return (SettingKind.Text, null);
        if (type == typeof(int)) return (SettingKind.Integer, null);
        if (type == typeof(long)) return (SettingKind.Size, null);
        if (type == typeof(decimal)) return (SettingKind.Decimal, null);
        if (type == typeof(bool)) return (SettingKind.Boolean, null);
        if (type == typeof(TimeSpan)) return (SettingKind.Duration, null);
        if (type == typeof(Secret)) return (SettingKind.Secret, null);
        if (type == typeof(List<string>)) return (SettingKind.Texts, null);
        if (type == typeof(OrderedDictionary<string, Secret>)) return (SettingKind.Secrets, null);
        if (type.IsSubclassOf(typeof(ConfigSection))) return (SettingKind.Section, type);
        var container = type.GetGenericTypeDefinition();
        if (container == typeof(OrderedDictionary<,>)) return (SettingKind.NamedSections, type.GetGenericArguments()[1]);
        if (container == typeof(List<>)) return (SettingKind.SectionList, type.GetGenericArguments()[0]);
        throw new NotSupportedException($"A setting cannot be of type {type}.");
    }

    private static string SnakeCase(string name)
    {
        var snake = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && snake.Length > 0) snake.Append('_');
            snake.Append(char.ToLowerInvariant(c));
        }

        return snake.ToString();
    }
}
