using System.Globalization;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Costs;

namespace Weir.Gateway.Admin;

/// <summary>Shows what calls cost, from the sums.</summary>
internal sealed class CostsEndpoint(ReportDesk desk, TimeProvider time)
{
    private const int UsualRows = 100;
    private const int MostRows = 1_000;

    /// <summary>GET /admin/v1/costs</summary>
    public Task ReportAsync(HttpContext http, string by) =>
        desk.AnswerAsync(http, "weir costs", Read, (session, query) => new CostStore(session, time).Report(query), CostJson.Write);

    private CostQuery Read(IQueryCollection asked)
    {
        foreach (var name in asked.Keys)
            if (name is not ("by" or "since" or "until" or "where" or "time_zone" or "sort" or "top"))
                throw new CostQueryException($"'{Configuration.Shown.Short(name)}' is nothing that can be asked.", "Ask with by, since, until, where, time_zone, sort and top.");
        var (zone, now) = (CostQueryText.Zone(One(asked, "time_zone")), time.GetUtcNow());
        var top = One(asked, "top") ?? UsualRows.ToString(CultureInfo.InvariantCulture);
        if (!int.TryParse(top, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) || rows is < 1 or > MostRows)
            throw new CostQueryException($"'{Configuration.Shown.Short(top)}' is no number of rows.", $"Ask for 1 to {MostRows}.");
        return new CostQuery
        {
            By = CostQueryText.By(One(asked, "by") ?? "feature"),
            Where = CostQueryText.Where(asked["where"].OfType<string>()),
            Since = CostQueryText.Time(One(asked, "since") ?? "7d", zone, now),
            Until = One(asked, "until") is { } until ? CostQueryText.Time(until, zone, now) : null,
            Zone = zone,
            Sort = CostQueryText.Sort(One(asked, "sort") ?? "cost"),
            Top = rows,
        };
    }

    private static string? One(IQueryCollection asked, string name) => asked[name] is [{ Length: > 0 } value, ..] ? value : null;
}
