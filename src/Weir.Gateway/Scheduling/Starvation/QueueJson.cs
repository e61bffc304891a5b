using System.Text.Json;

namespace Weir.Gateway.Scheduling.Starvation;

/// <summary>A report as JSON, for the command line and the admin API alike. Waits are seconds; the others have <c>null</c> for a tenant.</summary>
internal static class QueueJson
{
    private const double MicrosPerSecond = 1_000_000;

    public static void Write(Utf8JsonWriter json, QueueReport report)
    {
        json.WriteStartObject();
        json.WriteString("since", report.Query.Since.UtcDateTime);
        json.WriteString("until", report.Query.Until.UtcDateTime);
        json.WriteStartArray("deployments");
        foreach (var one in report.Deployments)
        {
            json.WriteStartObject();
            json.WriteString("deployment", one.Deployment);
            Write(json, "held", one.Held);
            Write(json, "waiting", one.Waiting);
            json.WriteStartArray("groups");
            foreach (var line in one.Lines) Write(json, line);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, QueueLine line)
    {
        json.WriteStartObject();
        Write(json, line.Group);
        json.WriteNumber("calls", line.Calls);
        Write(json, "demand", line.Demand);
        Write(json, "had", line.Had);
        Write(json, "share", line.Share);
        json.WriteNumber("waited_calls", line.Waited);
        json.WriteNumber("wait_p50_seconds", line.Median / MicrosPerSecond);
        json.WriteNumber("wait_p95_seconds", line.Percentile95 / MicrosPerSecond);
        json.WriteNumber("longest_wait_seconds", line.Longest / MicrosPerSecond);
        json.WriteNumber("refused_calls", line.Refused);
        json.WriteNumber("abandoned_calls", line.GaveUp);
        json.WriteStartArray("held_by");
        foreach (var holder in line.HeldBy)
        {
            json.WriteStartObject();
            Write(json, holder.Group);
            Write(json, "share", holder.Share);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        Write(json, "held_by_nobody", line.HeldByNobody);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, QueueGroup group)
    {
        Write(json, "tenant", group.Tenant);
        Write(json, "feature", group.Feature);
    }

    private static void Write(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length == 0) json.WriteNull(name);
        else json.WriteString(name, value);
    }

    private static void Write(Utf8JsonWriter json, string name, double value) => json.WriteNumber(name, Math.Round(value, 6));
}
