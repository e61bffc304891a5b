using System.Globalization;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Costs;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Admin;

/// <summary>Shows what calls cost, from the sums: one report at a time, with an end in time and in length.</summary>
internal sealed class CostsEndpoint(Database database, TimeProvider time) : IDisposable
{
    private const int UsualRows = 100;
    private const int MostRows = 1_000;

    /// <summary>A report over ten million calls takes two seconds; one that has to read their rows is for the command line.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>GET /admin/v1/costs</summary>
    public async Task ReportAsync(HttpContext http, string by)
    {
        CostQuery query;
        try
        {
            query = Read(http.Request.Query);
        }
        catch (CostQueryException broken)
        {
            await AdminReply.RefuseAsync(http, AdminError.CostsInvalid(broken.Message, broken.Remedy));
            return;
        }
        // Reports share the disk with the ledger's writer: they wait for nobody, and nobody for them.
        if (!await _turn.WaitAsync(TimeSpan.Zero))
        {
            await AdminReply.RefuseAsync(http, AdminError.CostsBusy);
            return;
        }
        try
        {
            var report = await Task.Run(() => Report(query, http.RequestAborted));
            await (report is null ? AdminReply.RefuseAsync(http, AdminError.CostsTooSlow((int)Longest.TotalSeconds)) : AdminReply.WriteAsync(http, 200, json => CostJson.Write(json, report)));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <returns>Null when it has taken too long, or nobody waits for it any more.</returns>
    private CostReport? Report(CostQuery query, CancellationToken gone)
    {
        using var session = database.ConnectToRead();
        using var end = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, gone);
        using var interruption = either.Token.Register(session.Interrupt);
        try
        {
            return new CostStore(session, time).Report(query);
        }
        catch (StorageException) when (either.IsCancellationRequested)
        {
            return null;
        }
    }

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
