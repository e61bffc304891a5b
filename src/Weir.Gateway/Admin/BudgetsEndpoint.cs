using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Budgets;
using Weir.Gateway.Configuration;

namespace Weir.Gateway.Admin;

/// <summary>Shows budgets as they stand at this moment, and raises them.</summary>
internal sealed class BudgetsEndpoint(ConfigWatcher configuration, BudgetBook book, BudgetListing listing, RaiseStore raises, RaiseWatch watch)
{
    private const int LargestBody = 64 * 1024;

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
        var (raise, problem) = await ReadAsync(http, budget.Name, by);
        if (raise is not null && RaiseRules.Check(raise, [budget]) is { } wrong) (raise, problem) = (null, $"{wrong.Problem}. {wrong.Remedy}");
        if (raise is null)
        {
            await AdminReply.RefuseAsync(http, AdminError.RaiseInvalid(problem ?? ""));
            return;
        }
        await Task.Run(() => raises.Add(raise));
        watch.Look();
        await WriteAsync(http, json => BudgetJson.Write(json, listing, book.States.Of(budget), raise.Subject));
    }

    /// <summary>Counters that are not in memory are looked for on disk: not on the server's thread.</summary>
    private static Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> members) => Task.Run(() => AdminReply.WriteAsync(http, 200, members));

    private static string NameIn(HttpContext http) => http.Request.RouteValues[AdminRoutes.Name]?.ToString() ?? "";

    private BudgetModel? Find(string name) => configuration.Current.Budgets.All.FirstOrDefault(budget => budget.Name == name);

    private async Task<(BudgetRaise? Raise, string? Problem)> ReadAsync(HttpContext http, string budget, string by)
    {
        if (http.Request.ContentLength is null or > LargestBody) return (null, "The body is missing or too large.");
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body);
            var root = body.RootElement;
            if (FaultTimes.Find(Text(root, "until")) is not { } until) return (null, "until is no date and time with an offset. Write one such as 2026-12-01T00:00:00Z.");
            var amount = root.TryGetProperty("by", out var number) && number.TryGetDecimal(out var written) ? written : 0;
            return (new BudgetRaise
            {
                Budget = budget,
                Subject = Text(root, "subject"),
                Amount = amount,
                Until = (until - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
                Reason = Text(root, "reason") ?? "",
                By = by,
                At = book.Now,
            }, null);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return (null, "The body is no JSON object with by, until and reason.");
        }
    }

    private static string? Text(JsonElement root, string member) =>
        root.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
