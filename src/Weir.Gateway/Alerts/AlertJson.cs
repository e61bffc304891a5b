using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weir.Gateway.Alerts;

/// <summary>An alert in Weir's own form.</summary>
internal static class AlertJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(Alert alert) => Write(json =>
    {
        json.WriteString("id", alert.Id);
        json.WriteString("kind", alert.Kind);
        json.WriteString("severity", AlertSeverities.NameOf(alert.Severity));
        json.WriteString("title", alert.Title);
        json.WriteString("text", alert.Text);
        json.WriteString("at", alert.At.UtcDateTime);
        json.WriteStartArray("facts");
        foreach (var (name, value) in alert.Facts)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("value", value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    /// <summary>One object with the members that are written.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var text = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(text, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return text.WrittenSpan.ToArray();
    }
}
