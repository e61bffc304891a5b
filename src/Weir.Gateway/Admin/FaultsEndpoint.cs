using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Faults;

namespace Weir.Gateway.Admin;

/// <summary>Shows faults, starts and stops them. What is started here lives in memory: a restart ends it.</summary>
internal sealed class FaultsEndpoint(FaultBoard board, FaultReading reading, TimeProvider time, ILogger<FaultsEndpoint> log)
{
    /// <summary>GET /admin/v1/faults</summary>
    public Task ListAsync(HttpContext http, string by) => AdminReply.WriteAsync(http, 200, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("faults");
        foreach (var fault in board.All) Write(json, fault);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>GET /admin/v1/faults/{name}</summary>
    public Task FindAsync(HttpContext http, string by) => board.All.FirstOrDefault(fault => fault.Model.Name == NameIn(http)) is { } found
        ? AdminReply.WriteAsync(http, 200, json => Write(json, found))
        : AdminReply.RefuseAsync(http, AdminError.FaultNotFound(NameIn(http)));

    /// <summary>PUT /admin/v1/faults/{name}: starts a fault, or replaces the one of that name.</summary>
    public async Task StartAsync(HttpContext http, string by)
    {
        var (fault, error) = await reading.ReadAsync(http.Request, NameIn(http));
        if (fault is not null && board.All.Any(known => known.By is null && known.Model.Name == fault.Name)) error = AdminError.FaultConfigured(fault.Name);
        if (fault is null || error is not null)
        {
            await AdminReply.RefuseAsync(http, error!);
            return;
        }
        if (board.Start(fault, by) is not { } started)
        {
            await AdminReply.RefuseAsync(http, AdminError.TooManyFaults(FaultBoard.Most));
            return;
        }
        var target = fault.Provider is { } provider ? $"the provider {provider}" : string.Join(", ", fault.Deployments ?? []);
        AdminLog.FaultStarted(log, by, AddressOf(http), fault.Name, target);
        await AdminReply.WriteAsync(http, 200, json => Write(json, started));
    }

    /// <summary>DELETE /admin/v1/faults/{name}: ends a fault, one of the configuration too.</summary>
    public Task StopAsync(HttpContext http, string by)
    {
        if (board.Stop(NameIn(http)) is not { } stopped) return AdminReply.RefuseAsync(http, AdminError.FaultNotFound(NameIn(http)));
        AdminLog.FaultStopped(log, by, AddressOf(http), stopped.Model.Name);
        return AdminReply.WriteAsync(http, 200, json => Write(json, stopped));
    }

    private void Write(Utf8JsonWriter json, FaultState fault) =>
        FaultJson.Write(json, fault, board.InForce.FirstOrDefault(active => active.State == fault)?.Spared ?? [], time.GetUtcNow());

    private static string NameIn(HttpContext http) => Uri.UnescapeDataString(http.Request.RouteValues[AdminRoutes.Name] as string ?? "");

    private static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "an unknown address";
}
