using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Audit;
using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Admin;

/// <summary>Shows who changed what, when and why.</summary>
internal sealed class AuditEndpoint(AuditLog audit, TimeProvider time)
{
    private const int UsualCount = 100, MostCount = 10_000;

    /// <summary>A century is more than any log, and still a date.</summary>
    private const double MostDays = 36_525;

    /// <summary>GET /admin/v1/audit?since=7d&amp;object=NAME&amp;action=key.&amp;count=100</summary>
    public Task ListAsync(HttpContext http, string by)
    {
        var query = http.Request.Query;
        DateTimeOffset? since = null;
        if (query["since"].ToString() is { Length: > 0 } span)
        {
            if (!Quantity.TryDuration(span, out var length) || length.TotalDays > MostDays) return AdminReply.RefuseAsync(http, AdminError.QueryInvalid("since", "is no length of time. Write 90s, 1h or 7d."));
            since = time.GetUtcNow() - length;
        }
        var count = UsualCount;
        if (query["count"].ToString() is { Length: > 0 } number && (!Quantity.TryInteger(number, out count) || count is < 1 or > MostCount))
            return AdminReply.RefuseAsync(http, AdminError.QueryInvalid("count", $"is no number from 1 to {MostCount:N0}."));
        var entries = audit.Newest(new AuditFilter(Value("object"), since, Value("action")), count);
        return AdminReply.WriteAsync(http, 200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("entries");
            foreach (var entry in entries) Write(json, entry);
            json.WriteEndArray();
            json.WriteEndObject();
        });

        string? Value(string name) => query[name].ToString() is { Length: > 0 } value ? value : null;
    }

    private static void Write(Utf8JsonWriter json, AuditEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("at", entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("actor", entry.Actor);
        json.WriteString("action", entry.Action);
        json.WriteString("object", entry.Object);
        json.WriteString("reason", entry.Reason);
        json.WriteString("details", entry.Details);
        json.WriteEndObject();
    }
}
