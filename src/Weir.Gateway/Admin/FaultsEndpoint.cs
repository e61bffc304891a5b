using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Audit;
using Weir.Gateway.Faults;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Admin;

/// <summary>Shows faults, starts and stops them. What is started here lives in memory: a restart ends it.</summary>
internal sealed class FaultsEndpoint(FaultBoard board, FaultReading reading, AuditLog audit, TimeProvider time, ILogger<FaultsEndpoint> log)
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
        var target = TargetOf(fault);
        if (!await TryAuditAsync(http, by, AuditActions.FaultStart, fault, $"{FaultKinds.NameOf(fault.Kind)} on {target}"))
        {
            // Before the client hears of it, who may look at once.
            board.Stop(fault.Name);
            await AdminReply.RefuseAsync(http, AdminError.AuditUnavailable);
            return;
        }
        AdminLog.FaultStarted(log, by, AddressOf(http), fault.Name, target);
        await AdminReply.WriteAsync(http, 200, json => Write(json, started));
    }

    /// <summary>DELETE /admin/v1/faults/{name}: ends a fault, one of the configuration too.</summary>
    public async Task StopAsync(HttpContext http, string by)
    {
        var known = board.All.FirstOrDefault(fault => fault.Model.Name == NameIn(http));
        if (known is not null && !await TryAuditAsync(http, by, AuditActions.FaultStop, known.Model, $"{FaultKinds.NameOf(known.Model.Kind)} on {TargetOf(known.Model)}"))
        {
            await AdminReply.RefuseAsync(http, AdminError.AuditUnavailable);
            return;
        }
        if (board.Stop(NameIn(http)) is not { } stopped)
        {
            await AdminReply.RefuseAsync(http, AdminError.FaultNotFound(NameIn(http)));
            return;
        }
        AdminLog.FaultStopped(log, by, AddressOf(http), stopped.Model.Name);
        await AdminReply.WriteAsync(http, 200, json => Write(json, stopped));
    }

    /// <summary>Enters a change into the audit log.</summary>
    /// <returns>False where that cannot be; then the request is to be refused.</returns>
    private async Task<bool> TryAuditAsync(HttpContext http, string by, string action, FaultModel fault, string details)
    {
        try
        {
            await audit.WriteAsync(new AuditEntry { At = time.GetUtcNow(), Actor = by, Action = action, Object = fault.Name, Details = details });
            return true;
        }
        catch (StorageException broken)
        {
            AdminLog.AuditFailed(log, broken, by, AddressOf(http));
            return false;
        }
    }

    private static string TargetOf(FaultModel fault) => fault.Provider is { } provider ? $"the provider {provider}" : string.Join(", ", fault.Deployments ?? []);

    private void Write(Utf8JsonWriter json, FaultState fault) =>
        FaultJson.Write(json, fault, board.InForce.FirstOrDefault(active => active.State == fault)?.Spared ?? [], time.GetUtcNow());

    private static string NameIn(HttpContext http) => Uri.UnescapeDataString(http.Request.RouteValues[AdminRoutes.Name] as string ?? "");

    private static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "an unknown address";
}
