using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Faults;
using Weir.Gateway.Identity;

namespace Weir.Gateway.Admin;

/// <summary>Shows keys that are paused or throttled, and lets them go on.</summary>
internal sealed class HoldsEndpoint(KeyHoldStore holds, ILogger<HoldsEndpoint> log)
{
    /// <summary>GET /admin/v1/holds</summary>
    public Task ListAsync(HttpContext http, string by)
    {
        var held = holds.List();
        return AdminReply.WriteAsync(http, 200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("holds");
            foreach (var (key, hold) in held.OrderBy(each => each.Key, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteString("key_id", key);
                json.WriteNumber("calls_per_minute", hold.CallsPerMinute);
                json.WriteString("reason", hold.Reason);
                json.WriteString("since", FaultJson.TimeOf(hold.Since));
                json.WriteString("until", FaultJson.TimeOf(hold.Until));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>DELETE /admin/v1/holds/{key}: by identifier or name.</summary>
    public Task ResumeAsync(HttpContext http, string by)
    {
        var name = (string)http.Request.RouteValues[AdminRoutes.Name]!;
        if (holds.Remove(name, by) is not { } key) return AdminReply.RefuseAsync(http, AdminError.HoldNotFound(name));
        AdminLog.KeyResumed(log, by, http.Connection.RemoteIpAddress?.ToString() ?? "-", key);
        return AdminReply.WriteAsync(http, 200, json =>
        {
            json.WriteStartObject();
            json.WriteString("key_id", key);
            json.WriteEndObject();
        });
    }
}
