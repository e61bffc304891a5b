using System.Collections;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Configuration.Yaml;
using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration.Output;

/// <summary>
/// Prints the same as <see cref="EffectiveConfig"/> as JSON, for programs: numbers and booleans as such, all else as text.
/// </summary>
internal sealed class EffectiveJson
{
    private readonly Utf8JsonWriter _json;

    private EffectiveJson(Stream stream) =>
        _json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string Print(WeirConfig config)
    {
        using var stream = new MemoryStream();
        var page = new EffectiveJson(stream);
        page.Section(config);
        page._json.Dispose();
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    private void Section(ConfigSection section)
    {
        _json.WriteStartObject();
        foreach (var setting in SectionShape.Of(section.GetType()).Settings)
        {
            if (setting.Get(section) is not { } value) continue;
            _json.WritePropertyName(setting.Key);
            Value(section.Node is ScalarNode && setting.Shorthand ? section.Node : section.At(setting.Key), value);
        }

        _json.WriteEndObject();
    }

    private void Value(ConfigNode? at, object value)
    {
        switch (value)
        {
            case ConfigSection section:
                Section(section);
                break;
            case IDictionary map:
                Map(map);
                break;
            case IList list:
                List(at as ListNode, list);
                break;
            default:
                Scalar(EffectiveConfig.Text(at, value), value);
                break;
        }
    }

    private void Map(IDictionary map)
    {
        _json.WriteStartObject();
        foreach (DictionaryEntry entry in map)
        {
            _json.WritePropertyName((string)entry.Key);
            Value(null, entry.Value!);
        }

        _json.WriteEndObject();
    }

    private void List(ListNode? written, IList list)
    {
        _json.WriteStartArray();
        for (var i = 0; i < list.Count; i++) Value(written?.Items[i], list[i]!);
        _json.WriteEndArray();
    }

    private void Scalar(string shown, object value)
    {
        // What came out of a variable is shown as the reference, which is text whatever it stands for.
        if (value is Secret || shown != SettingText.Of(value)) _json.WriteStringValue(shown);
        else if (value is bool flag) _json.WriteBooleanValue(flag);
        else if (value is int or decimal) _json.WriteRawValue(shown);
        else _json.WriteStringValue(shown);
    }
}
