using Weir.Gateway.Configuration.Yaml;

namespace Weir.Gateway.Configuration.Binding;

/// <summary>
/// Reads single values. The kinds are ours and not YAML's: a plain <c>no</c> stays the text "no", and quotes change nothing.
/// </summary>
internal sealed class ScalarBinder(References references, ConfigErrors errors)
{
    /// <summary>The value of a setting, or null after an error.</summary>
    public object? Bind(ConfigNode node, Setting setting)
    {
        if (node is not ScalarNode scalar)
        {
            errors.Add(node, $"{node.Kind} stands where a single value belongs.", $"Write {Form(setting)}.");
            return null;
        }

        if (scalar.IsNull)
        {
            errors.Add(node, "the key has no value.", $"Write {Form(setting)}, or remove the key.");
            return null;
        }

        if (setting.Kind is SettingKind.Secret or SettingKind.Secrets) return references.ExpandSecret(scalar);
        if (references.Expand(scalar) is not { } text) return null;
        var value = Parse(text.Value, setting);
        if (value is null)
        {
            // As written: what a variable holds is not shown, whatever it is.
            var shown = Shown.Short(scalar.Text);
            errors.Add(node, $"\"{shown}\" is not {What(setting)}.", Remedy(text.Value, setting), shown);
        }

        return value;
    }

    private static object? Parse(string text, Setting setting) => setting.Kind switch
    {
        SettingKind.Integer => Quantity.TryInteger(text, out var number) ? number : null,
        SettingKind.Decimal => Quantity.TryDecimal(text, out var number) ? number : null,
        SettingKind.Duration => Quantity.TryDuration(text, out var duration) ? duration : null,
        SettingKind.Size => Quantity.TrySize(text, out var bytes) ? bytes : null,
        SettingKind.Boolean => text switch { "true" => true, "false" => false, _ => null },
        _ => setting.Choices is { } choices && !choices.Contains(text, StringComparer.Ordinal) ? null : text,
    };

    private static string What(Setting setting) => setting.Kind switch
    {
        SettingKind.Integer => "a whole number",
        SettingKind.Decimal => "a decimal number",
        SettingKind.Duration => "a length of time",
        SettingKind.Size => "a size",
        SettingKind.Boolean => "true or false",
        _ => "one of the values allowed here",
    };

    private static string Form(Setting setting) => setting.Kind switch
    {
        SettingKind.Integer => "digits, such as " + (setting.Example ?? "1000"),
        SettingKind.Decimal => "digits with a point, such as " + (setting.Example ?? "0.25"),
        SettingKind.Duration => "a number with ms, s, m, h or d, such as " + (setting.Example ?? "30s"),
        SettingKind.Size => "a number with KiB, MiB or GiB, such as " + (setting.Example ?? "32MiB"),
        SettingKind.Boolean => "true or false",
        SettingKind.Secret or SettingKind.Secrets => "${NAME} and set the variable, or file:PATH",
        _ when setting.Choices is { } choices => string.Join(" or ", choices),
        _ => "a single value" + (setting.Example is { } example ? ", such as " + example : ""),
    };

    private static string Remedy(string text, Setting setting) =>
        Nearest.Remedy(text, setting.Choices ?? [], $"Write {Form(setting)}.");
}
