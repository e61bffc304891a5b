using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Budgets;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Admin;

/// <summary>Shows budgets as they stand at this moment, and raises them.</summary>
internal sealed class BudgetsEndpoint(ConfigWatcher configuration, BudgetBook book, BudgetListing listing, RaiseStore raises, RaiseWatch watch, ILogger<BudgetsEndpoint> log)
{
    /// <summary>GET /admin/v1/budgets</summary>
    public Task ListAsync(HttpContext http, string by) => WriteAsync(http, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("budgets");
        foreach (var budget in configuration.Current.Budgets.All.OrderBy(budget => budget.Name, StringComparer.Ordinal)) BudgetJson.Write(json, listing, book.States.Of(budget));
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>GET /admin/v1/budgets/{name}?subject=S</summary>
    public Task FindAsync(HttpContext http, string by)
    {
        var subject = http.Request.Query.TryGetValue("subject", out var wanted) ? wanted.ToString() : null;
        return Find(NameIn(http)) is { } budget
            ? WriteAsync(http, json => BudgetJson.Write(json, listing, book.States.Of(budget), subject))
            : AdminReply.RefuseAsync(http, AdminError.BudgetNotFound(NameIn(http)));
    }

    /// <summary>POST /admin/v1/budgets/{name}: <c>{"by": 50, "until": "2026-12-01T00:00:00Z", "reason": "…", "subject": "…"}</c></summary>
    public async Task RaiseAsync(HttpContext http, string by)
    {
        if (Find(NameIn(http)) is not { } budget)
        {
            await AdminReply.RefuseAsync(http, AdminError.BudgetNotFound(NameIn(http)));
            return;
        }
        var (raise, problem) = await RaiseBody.ReadAsync(http.Request, budget.Name, by, book.Now);
        if (raise is not null && RaiseRules.Check(raise, [budget]) is { } wrong) (raise, problem) = (null, $"{wrong.Problem}. {wrong.Remedy}");
        if (raise is null)
        {
            await AdminReply.RefuseAsync(http, AdminError.RaiseInvalid(problem ?? ""));
            return;
        }
        if (!await TryAddAsync(http, raise)) return;
        watch.Look();
        await WriteAsync(http, json => BudgetJson.Write(json, listing, book.States.Of(budget), raise.Subject));
    }

    /// <summary>Counters that are not in memory are looked for on disk: not on the server's thread.</summary>
    private static Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> members) => Task.Run(() => AdminReply.WriteAsync(http, 200, members));

    private static string NameIn(HttpContext http) => http.Request.RouteValues[AdminRoutes.Name]?.ToString() ?? "";

    private BudgetModel? Find(string name) => configuration.Current.Budgets.All.FirstOrDefault(budget => budget.Name == name);

    /// <summary>A raise and its entry in the audit log are one transaction.</summary>
    private async Task<bool> TryAddAsync(HttpContext http, BudgetRaise raise)
    {
        try
        {
            await Task.Run(() => raises.Add(raise));
            return true;
        }
        catch (StorageException broken)
        {
            BudgetLog.RaiseNotKept(log, broken, raise.Budget);
            await AdminReply.RefuseAsync(http, AdminError.AuditUnavailable);
            return false;
        }
    }
}
