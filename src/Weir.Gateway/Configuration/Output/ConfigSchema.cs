using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Configuration.Validation;

namespace Weir.Gateway.Configuration.Output;

/// <summary>Writes the JSON Schema (2020-12) of the configuration file, with which editors complete and check it.</summary>
internal sealed class ConfigSchema
{
    private const string Reference = "\\$\\{";

    private readonly Utf8JsonWriter _json;

    private ConfigSchema(Stream stream) =>
        _json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string Write()
    {
        using var stream = new MemoryStream();
        var schema = new ConfigSchema(stream);
        schema.Root();
        schema._json.Dispose();
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    private void Root()
    {
        _json.WriteStartObject();
        _json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
        _json.WriteString("title", "Weir configuration");
        SectionBody(new WeirConfig());
        _json.WriteEndObject();
    }

    private void SectionBody(ConfigSection defaults)
    {
        var shape = SectionShape.Of(defaults.GetType());
        Types("object", "null");
        _json.WriteBoolean("additionalProperties", false);
        _json.WriteStartObject("properties");
        foreach (var setting in shape.Settings)
        {
            _json.WriteStartObject(setting.Key);
            Body(setting, setting.Get(defaults));
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
        var required = shape.Settings.Where(s => s.Required).Select(s => s.Key).ToList();
        if (required.Count > 0) Strings("required", required);
    }

    private void Body(Setting setting, object? byDefault)
    {
        _json.WriteString("description", setting.Unit is { } unit ? $"{setting.Description} In {unit}." : setting.Description);
        if (setting.Example is { } example && Scalar(setting)) Strings("examples", [example]);
        switch (setting.Kind)
        {
            case SettingKind.Section:
                SectionBody(byDefault as ConfigSection ?? SectionShape.Of(setting.ElementType!).Create());
                break;
            case SettingKind.NamedSections or SettingKind.Secrets:
                Map(setting);
                break;
            case SettingKind.SectionList or SettingKind.Texts:
                List(setting);
                break;
            default:
                ScalarBody(setting);
                if (byDefault is not null) Default(byDefault);
                break;
        }
    }

    private void Map(Setting setting)
    {
        Types("object", "null");
        if (setting is { Kind: SettingKind.NamedSections, AnyName: false })
        {
            _json.WriteStartObject("propertyNames");
            _json.WriteString("pattern", NamesValidator.Pattern);
            _json.WriteEndObject();
        }

        _json.WriteStartObject("additionalProperties");
        if (setting.Kind == SettingKind.Secrets) Types("string", "number", "boolean");
        else SectionBody(SectionShape.Of(setting.ElementType!).Create());
        _json.WriteEndObject();
    }

    private void List(Setting setting)
    {
        _json.WriteString("type", "array");
        _json.WriteStartObject("items");
        if (setting.Kind == SettingKind.Texts)
        {
            _json.WriteString("type", "string");
        }
        else
        {
            _json.WriteStartArray("anyOf");
            _json.WriteStartObject();
            _json.WriteString("type", "string");
            _json.WriteEndObject();
            _json.WriteStartObject();
            SectionBody(SectionShape.Of(setting.ElementType!).Create());
            _json.WriteEndObject();
            _json.WriteEndArray();
        }

        _json.WriteEndObject();
    }

    /// <summary>Every value may be a reference, whatever it stands for; only the written form can be described here.</summary>
    private void ScalarBody(Setting setting)
    {
        switch (setting.Kind)
        {
            case SettingKind.Integer:
                Types("integer", "string");
                _json.WriteString("pattern", $"^-?[0-9]+$|{Reference}");
                break;
            case SettingKind.Decimal:
                Types("number", "string");
                _json.WriteString("pattern", $"^-?[0-9.]+$|{Reference}");
                break;
            case SettingKind.Boolean:
                Types("boolean", "string");
                _json.WriteString("pattern", $"^(true|false)$|{Reference}");
                break;
            case SettingKind.Duration:
                _json.WriteString("type", "string");
                _json.WriteString("pattern", $"^[0-9.]+(ms|s|m|h|d)$|{Reference}");
                break;
            case SettingKind.Size:
                Types("integer", "string");
                _json.WriteString("pattern", $"^[0-9.]+(B|KB|MB|GB|KiB|MiB|GiB)?$|{Reference}");
                break;
            case SettingKind.Text when setting.Choices is { } choices:
                Choice(choices);
                break;
            default:
                // Unquoted, a name such as 4 or true is a number or boolean to an editor and a text to Weir.
                Types("string", "number", "boolean");
                break;
        }
    }

    private void Choice(string[] choices)
    {
        _json.WriteStartArray("anyOf");
        _json.WriteStartObject();
        Strings("enum", choices);
        _json.WriteEndObject();
        _json.WriteStartObject();
        _json.WriteString("type", "string");
        _json.WriteString("pattern", Reference);
        _json.WriteEndObject();
        _json.WriteEndArray();
    }

    private void Default(object value)
    {
        if (value is int number) _json.WriteNumber("default", number);
        else if (value is bool flag) _json.WriteBoolean("default", flag);
        else _json.WriteString("default", SettingText.Of(value));
    }

    private static bool Scalar(Setting setting) => setting.Kind is not (SettingKind.Section or SettingKind.NamedSections
        or SettingKind.SectionList or SettingKind.Texts or SettingKind.Secrets or SettingKind.Integer or SettingKind.Decimal);

    private void Types(params string[] types) => Strings("type", types);

    private void Strings(string key, IEnumerable<string> values)
    {
        _json.WriteStartArray(key);
        foreach (var value in values) _json.WriteStringValue(value);
        _json.WriteEndArray();
    }
}
