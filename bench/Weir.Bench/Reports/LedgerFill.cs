using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Gateway.Storage;

namespace Weir.Bench.Reports;

/// <summary>Fills a ledger by the very code that a gateway writes it with, batch by batch, and says how much of the processor rows and sums take by themselves.</summary>
internal static class LedgerFill
{
    /// <summary>Writes calls.</summary>
    /// <param name="database">Where.</param>
    /// <param name="calls">What.</param>
    /// <param name="together">Calls of one commit; a gateway has 1 when it is idle, and up to 512.</param>
    public static void Write(Database database, IEnumerable<CallRecord> calls, int together)
    {
        using var table = new LedgerTable(database, LedgerDurability.Buffered);
        var (rows, sums, commits) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        var (count, attempts) = (0, 0);
        foreach (var batch in calls.Chunk(together))
        {
            var start = Used();
            table.Begin();
            foreach (var call in batch) table.Insert(call);
            table.Flush();
            var inserted = Used();
            foreach (var call in batch) table.Count(call);
            table.WriteSums();
            var summed = Used();
            table.Commit();
            (rows, sums, commits) = (rows + inserted - start, sums + summed - inserted, commits + Used() - summed);
            count += batch.Length;
            attempts += batch.Sum(call => call.Attempts.Count);
        }
        Console.WriteLine($"{count:N0} calls with {attempts:N0} attempts, {together} to a commit: rows {Each(rows)}, sums {Each(sums)}, commits {Each(commits)}");

        string Each(TimeSpan used) => $"{used.TotalMicroseconds / count:0.0} µs a call";
    }

    /// <summary>The processor's time, and not the clock's: on a machine that others use too, the latter says little.</summary>
    private static TimeSpan Used() => Environment.CpuUsage.TotalTime;
}
