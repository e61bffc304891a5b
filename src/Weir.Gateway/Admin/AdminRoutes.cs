using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Weir.Gateway.Admin;

/// <summary>All routes of the admin API. None can be mapped without the gate before it.</summary>
internal static class AdminRoutes
{
    /// <summary>The parameter that holds the name of a fault or a budget, which may have slashes in it.</summary>
    public const string Name = "name";

    public static void Map(IEndpointRouteBuilder app)
    {
        var gate = app.ServiceProvider.GetRequiredService<AdminGate>();
        var faults = app.ServiceProvider.GetRequiredService<FaultsEndpoint>();
        Route("/admin/v1/faults", ("GET", faults.ListAsync));
        Route($"/admin/v1/faults/{{**{Name}}}", ("GET", faults.FindAsync), ("PUT", faults.StartAsync), ("DELETE", faults.StopAsync));
        var anomalies = app.ServiceProvider.GetRequiredService<AnomaliesEndpoint>();
        Route("/admin/v1/anomalies", ("GET", anomalies.ListAsync));
        Route($"/admin/v1/anomalies/{{{Name}}}", ("GET", anomalies.FindAsync));
        var holds = app.ServiceProvider.GetRequiredService<HoldsEndpoint>();
        Route("/admin/v1/holds", ("GET", holds.ListAsync));
        Route($"/admin/v1/holds/{{**{Name}}}", ("DELETE", holds.ResumeAsync));
        Route("/admin/v1/audit", ("GET", app.ServiceProvider.GetRequiredService<AuditEndpoint>().ListAsync));
        var budgets = app.ServiceProvider.GetRequiredService<BudgetsEndpoint>();
        Route("/admin/v1/budgets", ("GET", budgets.ListAsync));
        Route($"/admin/v1/budgets/{{**{Name}}}", ("GET", budgets.FindAsync), ("POST", budgets.RaiseAsync));
        Route("/admin/v1/limits", ("GET", app.ServiceProvider.GetRequiredService<LimitsEndpoint>().ListAsync));
        Route("/admin/v1/deployments", ("GET", app.ServiceProvider.GetRequiredService<DeploymentsEndpoint>().ListAsync));
        Route("/admin/v1/costs", ("GET", app.ServiceProvider.GetRequiredService<CostsEndpoint>().ReportAsync));
        Route("/admin/v1/queue", ("GET", app.ServiceProvider.GetRequiredService<QueueEndpoint>().ReportAsync));

        void Route(string pattern, params (string Method, AdminHandler Handler)[] methods) => app.Map(pattern, http => RunAsync(http, gate, methods));
    }

    private static Task RunAsync(HttpContext http, AdminGate gate, (string Method, AdminHandler Handler)[] methods)
    {
        if (gate.Enter(http.Request, out var error) is not { } by) return AdminReply.RefuseAsync(http, error);
        foreach (var (method, handler) in methods)
            if (HttpMethods.Equals(http.Request.Method, method)) return handler(http, by);
        var allowed = string.Join(", ", methods.Select(known => known.Method));
        http.Response.Headers.Allow = allowed;
        return AdminReply.RefuseAsync(http, AdminError.MethodNotAllowed(allowed));
    }
}
