using Microsoft.AspNetCore.Http;
using Weir.Gateway.Calls;
using Weir.Gateway.Configuration;

namespace Weir.Gateway.Endpoints;

/// <summary>What a load balancer asks: is the process alive, and should it be sent calls.</summary>
internal sealed class HealthEndpoint(CallGate gate, ConfigWatcher configuration)
{
    /// <summary>GET /health/live: 200 as long as the process answers at all.</summary>
    public static Task LiveAsync(HttpContext http) => WriteAsync(http, 200, """{"status":"live"}""");

    /// <summary>GET /health/ready: 200 while calls are taken, 503 while draining or without a ledger. A rejected reload is told, and changes nothing.</summary>
    public Task ReadyAsync(HttpContext http)
    {
        if (gate.IsDraining) return WriteAsync(http, 503, """{"status":"draining"}""");
        if (!gate.CanRecord()) return WriteAsync(http, 503, """{"status":"ledger_unavailable"}""");
        var reload = configuration.LastError is null ? "ok" : "last reload rejected";
        return WriteAsync(http, 200, $$"""{"status":"ready","release":"{{configuration.Current.Release}}","configuration":"{{reload}}"}""");
    }

    private static Task WriteAsync(HttpContext http, int status, string json)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync(json);
    }
}
