using System.Text.Json;

namespace Weir.Gateway.Alerts;

/// <summary>
/// An alert in the form of Slack's incoming webhooks: blocks, and a text for where those cannot be shown. Slack's limits (150
/// characters of a header, 3,000 of a section, ten fields of 2,000) are kept, since it refuses what is over them.
/// </summary>
internal static class SlackMessage
{
    private const int LongestTitle = 150;
    private const int LongestText = 2_900;
    private const int LongestField = 1_900;
    private const int MostFields = 10;

    public static byte[] Of(Alert alert) => AlertJson.Write(json =>
    {
        json.WriteString("text", Escape(Clip($"{alert.Title}\n{alert.Text}", LongestText)));
        json.WriteStartArray("blocks");
        Block(json, "header", () => Text(json, "text", "plain_text", Clip($"{Sign(alert.Severity)} {alert.Title}", LongestTitle)));
        Block(json, "section", () => Text(json, "text", "mrkdwn", Escape(Clip(alert.Text, LongestText))));
        if (alert.Facts.Count > 0) Block(json, "section", () => Fields(json, alert));
        json.WriteEndArray();
    });

    private static string Sign(AlertSeverity severity) => severity switch
    {
        AlertSeverity.Critical => ":rotating_light:",
        AlertSeverity.Warning => ":warning:",
        _ => ":information_source:",
    };

    private static void Fields(Utf8JsonWriter json, Alert alert)
    {
        json.WriteStartArray("fields");
        foreach (var (name, value) in alert.Facts.Take(MostFields))
            Text(json, null, "mrkdwn", $"*{Escape(Clip(name, LongestTitle))}*\n{Escape(Clip(value, LongestField))}");
        json.WriteEndArray();
    }

    private static void Block(Utf8JsonWriter json, string type, Action content)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        content();
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string? member, string type, string text)
    {
        if (member is null) json.WriteStartObject();
        else json.WriteStartObject(member);
        json.WriteString("type", type);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    /// <summary>The three characters that Slack gives a meaning; a name with them could otherwise call everybody (&lt;!channel&gt;).</summary>
    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Clip(string text, int longest) => text.Length <= longest ? text : string.Concat(text.AsSpan(0, longest - 1), "…");
}
