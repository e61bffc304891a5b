using Weir.Gateway.Storage;

namespace Weir.Gateway.Costs;

/// <summary>Reads the rows that a report is made of, stretch by stretch of its time and several at once, and adds them up in memory.</summary>
/// <param name="session">Reads one stretch; the others have sessions of their own on the same file.</param>
/// <param name="effort">How many at once, and how many groups at most.</param>
/// <param name="now">The time.</param>
internal sealed class CostScan(Session session, CostEffort effort, DateTimeOffset now)
{
    /// <summary>Adds up what a query asks for.</summary>
    /// <returns>Null where there are more groups than there is room for.</returns>
    /// <exception cref="StorageException">The file cannot be read, or the session was interrupted.</exception>
    public CostGroups? Read(CostQuery query, CostSource source)
    {
        var stretches = new CostSql(query, source, now).Stretches(effort.Threads);
        using var stop = new CancellationTokenSource();
        var others = stretches.Skip(1).Select(stretch => Task.Run(() => ReadBeside(stretch, source, stop))).ToArray();
        CostGroups? all = null;
        try
        {
            all = Read(session, stretches[0], source, stop);
        }
        finally
        {
            // Nobody reads on for a report that is not made.
            if (all is null) stop.Cancel();
            Task.WhenAll(others).ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
        }
        foreach (var other in others)
        {
            if (other.GetAwaiter().GetResult() is not { } groups || all is null) return null;
            all.Add(groups);
        }
        return all?.Count > effort.MostGroups ? null : all;
    }

    private CostGroups? ReadBeside(CostQuery query, CostSource source, CancellationTokenSource stop)
    {
        using var own = session.OpenToRead();
        return Read(own, query, source, stop);
    }

    private CostGroups? Read(Session own, CostQuery query, CostSource source, CancellationTokenSource stop)
    {
        var sql = new CostSql(query, source, now);
        using var rows = own.Prepare(sql.Rows());
        sql.Bind(rows);
        var groups = new CostGroups(query.By.Count, source.HasDetails);
        while (!stop.IsCancellationRequested && rows.Read())
        {
            groups.Add(rows);
            if (groups.Count > effort.MostGroups) stop.Cancel();
        }
        return stop.IsCancellationRequested ? null : groups;
    }
}
