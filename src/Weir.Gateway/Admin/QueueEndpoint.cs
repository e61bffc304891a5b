using Microsoft.AspNetCore.Http;
using Weir.Gateway.Configuration;
using Weir.Gateway.Costs;
using Weir.Gateway.Scheduling.Starvation;

namespace Weir.Gateway.Admin;

/// <summary>Shows who waited for deployments, and who held them meanwhile.</summary>
internal sealed class QueueEndpoint(ReportDesk desk, TimeProvider time)
{
    /// <summary>GET /admin/v1/queue</summary>
    public Task ReportAsync(HttpContext http, string by) =>
        desk.AnswerAsync(http, "weir queue", Read, (session, query) => new QueueStore(session, QueueStore.FewerRows).Report(query), QueueJson.Write);

    private QueueQuery Read(IQueryCollection asked)
    {
        foreach (var name in asked.Keys)
            if (name is not ("since" or "until" or "deployment" or "tenant" or "feature" or "top"))
                throw new CostQueryException($"'{Shown.Short(name)}' is nothing that can be asked.", "Ask with since, until, deployment, tenant, feature and top.");
        return QueueQueryText.Read(One("since"), One("until"), One("top"), time.GetUtcNow()) with
        {
            Deployment = One("deployment"), Tenant = One("tenant"), Feature = One("feature"),
        };

        string? One(string name) => asked[name] is [{ Length: > 0 } value, ..] ? value : null;
    }
}
