using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Anomalies;
using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Admin;

/// <summary>Shows unusual spending and loops that were found.</summary>
internal sealed class AnomaliesEndpoint(AnomalyStore store)
{
    private const int UsualCount = 100;

    /// <summary>GET /admin/v1/anomalies?open=true&amp;count=100</summary>
    public Task ListAsync(HttpContext http, string by)
    {
        var query = http.Request.Query;
        var count = UsualCount;
        if (query["count"].ToString() is { Length: > 0 } number && (!Quantity.TryInteger(number, out count) || count is < 1 or > AnomalyStore.Most))
            return AdminReply.RefuseAsync(http, AdminError.QueryInvalid("count", $"is no number from 1 to {AnomalyStore.Most:N0}."));
        var found = store.Newest(count, query["open"] == "true");
        return AdminReply.WriteAsync(http, 200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("anomalies");
            foreach (var anomaly in found) Write(json, anomaly);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>GET /admin/v1/anomalies/{id}</summary>
    public Task FindAsync(HttpContext http, string by)
    {
        var id = (string)http.Request.RouteValues[AdminRoutes.Name]!;
        return store.Find(id) is { } found ? AdminReply.WriteAsync(http, 200, json => Write(json, found)) : AdminReply.RefuseAsync(http, AdminError.AnomalyNotFound(id));
    }

    private static void Write(Utf8JsonWriter json, Anomaly anomaly)
    {
        json.WriteStartObject();
        json.WriteString("id", anomaly.Id);
        json.WriteString("kind", anomaly.Kind);
        json.WriteString("reason", anomaly.Reason);
        json.WriteString("dimension", anomaly.Dimension);
        json.WriteString("tenant", anomaly.Tenant);
        json.WriteString("value", anomaly.Value);
        json.WriteString("since", Time(anomaly.Since));
        json.WriteString("found_at", Time(anomaly.FoundAt));
        json.WriteString("until", anomaly.Until is { } until ? Time(until) : null);
        json.WriteNumber("spent", anomaly.Change.Spent);
        json.WriteNumber("usual", anomaly.Change.Usual);
        json.WriteNumber("volume", anomaly.Change.Volume);
        json.WriteNumber("mix", anomaly.Change.Mix);
        json.WriteNumber("price", anomaly.Change.Price);
        json.WriteString("key_id", anomaly.Key);
        json.WriteString("model", anomaly.Model);
        json.WriteString("prompt", anomaly.Prompt);
        json.WriteString("action", anomaly.Action);
        json.WriteEndObject();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
