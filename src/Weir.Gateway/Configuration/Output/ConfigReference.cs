using System.Text;
using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration.Output;

/// <summary>Writes the reference page of the configuration: every key with its type, default and meaning, as Markdown.</summary>
internal static class ConfigReference
{
    public static string Write()
    {
        var page = new StringBuilder(8192).Append(
            """
            # Configuration reference

            One YAML file. Unknown keys are errors. Any single value may hold `${NAME}` or `${NAME:-default}`, taken from the
            environment (`$${` writes `${` itself); a secret may also be `file:PATH`, relative to the configuration file's folder.
            Anchors, aliases, merge keys and tags of YAML are not supported.

            * **duration**: a number with `ms`, `s`, `m`, `h` or `d`
            * **size**: a number of bytes, or a number with `KB`, `MB`, `GB`, `KiB`, `MiB` or `GiB`
            * **secret**: shown nowhere; where it has to be mentioned, its reference is shown or a mask
            * **name**: 1 to 128 letters, digits and `. _ : / -`, beginning with a letter or digit

            Keys marked with ⟳ take effect at the next start; all others within a second after the file changed.


            """);
        var root = new WeirConfig();
        foreach (var setting in SectionShape.Of(typeof(WeirConfig)).Settings)
        {
            var named = setting.Kind == SettingKind.NamedSections;
            page.Append($"## `{setting.Key}`\n\n{setting.Description}\n\n");
            var section = named ? SectionShape.Of(setting.ElementType!).Create() : (ConfigSection)setting.Get(root)!;
            if (SectionShape.Of(section.GetType()).Settings.Count == 0)
            {
                page.Append($"A map of names: `{setting.Key}: {{ NAME: {{}} }}`.\n\n");
                continue;
            }

            page.Append("| key | type | default | meaning |\n|---|---|---|---|\n");
            Rows(section, setting.Key + (named ? ".NAME" : ""), page);
            page.Append('\n');
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static void Rows(ConfigSection section, string above, StringBuilder page)
    {
        foreach (var setting in SectionShape.Of(section.GetType()).Settings)
        {
            var (path, value) = ($"{above}.{setting.Key}", setting.Get(section));
            var example = setting.Example is { } shown ? $" Example: `{shown}`" : "";
            page.Append($"| `{path}`{(setting.NeedsRestart ? " ⟳" : "")} | {Type(setting)} | {Default(setting, value)} | {setting.Description}{example} |\n");
            if (setting.Kind == SettingKind.Section) Rows(value as ConfigSection ?? SectionShape.Of(setting.ElementType!).Create(), path, page);
            if (setting.Kind == SettingKind.SectionList) Rows(SectionShape.Of(setting.ElementType!).Create(), path + "[]", page);
        }
    }

    private static string Type(Setting setting) => setting.Kind switch
    {
        SettingKind.Text when setting.Choices is { } choices => string.Join(" or ", choices.Select(c => $"`{c}`")),
        SettingKind.Integer => "whole number",
        SettingKind.Decimal => setting.Unit ?? "decimal number",
        SettingKind.Texts => "list of texts",
        SettingKind.Secrets => "map of header names to secrets",
        SettingKind.Section => "section",
        SettingKind.NamedSections => "map of names to sections",
        SettingKind.SectionList => "list",
        _ => setting.Kind.ToString().ToLowerInvariant(),
    };

    private static string Default(Setting setting, object? value)
    {
        if (setting.Required) return "required";
        if (value is not null && setting.Kind is not (SettingKind.Section or SettingKind.SectionList or SettingKind.Secrets)) return $"`{SettingText.Of(value)}`";
        return setting.DefaultInWords ?? "none";
    }
}
