using System.Diagnostics;
using Weir.Gateway.Ledger.Rollups;
using Weir.Gateway.Storage;
using Weir.Gateway.Storage.Postgres;

namespace Weir.Bench.Reports;

/// <summary>Times reports over a large ledger.</summary>
internal sealed class ReportCommand(ReportOptions options)
{
    /// <summary>A call has 1.05 attempts.</summary>
    private const double RowsOfACall = 2.05;

    private static readonly (string Name, string Sql)[] Queries =
    [
        ("by feature, all days", "SELECT feature, sum(calls), sum(input_tokens), sum(output_tokens), decimal_sum(cost) FROM cost_hours GROUP BY feature"),
        ("by tenant and model, 30 days", "SELECT tenant, model_asked, sum(calls), decimal_sum(cost) FROM cost_hours WHERE hour >= $1 GROUP BY tenant, model_asked"),
        ("by day and origin, all days", "SELECT hour / 86400000000, origin, sum(attempts), decimal_sum(cost) FROM cost_hours GROUP BY 1, 2"),
        ("dearest users, 30 days", "SELECT value, sum(calls), decimal_sum(cost) AS cost FROM cost_values WHERE grain = 'day' AND start >= $1 AND dimension = 'user' GROUP BY value ORDER BY CAST(decimal_sum(cost) AS DOUBLE PRECISION) DESC LIMIT 20"),
        ("dearest prompts, 30 days", "SELECT value, sum(calls), decimal_sum(cost) AS cost FROM cost_values WHERE grain = 'day' AND start >= $1 AND dimension = 'prompt' GROUP BY value ORDER BY CAST(decimal_sum(cost) AS DOUBLE PRECISION) DESC LIMIT 20"),
        ("dearest sessions, 30 days", "SELECT value, sum(calls), decimal_sum(cost) AS cost FROM cost_values WHERE grain = 'day' AND start >= $1 AND dimension = 'session' GROUP BY value ORDER BY CAST(decimal_sum(cost) AS DOUBLE PRECISION) DESC LIMIT 20"),
    ];

    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    public static int Command(Arguments arguments)
    {
        var command = new ReportCommand(ReportOptions.From(arguments));
        command.Run();
        return 0;
    }

    private void Run()
    {
        var directory = options.Data ?? Directory.CreateTempSubdirectory("weir-bench-").FullName;
        try
        {
            using var database = new StoragePlace(directory, options.Database is { } address ? PostgresAddress.Parse(address) : null).Open(TimeProvider.System);
            Fill(database);
            Count(database);
            foreach (var (name, sql) in Queries) Time($"query: {name}", () => Query(database, sql));
            foreach (var command in options.Commands) Time($"weir {command}", () => Weir(command, directory));
            if (options.Check) Console.WriteLine($"recount: {Once(() => Check(database)).TotalSeconds:0.0} s");
        }
        finally
        {
            if (options.Data is null) Directory.Delete(directory, recursive: true);
        }
    }

    private void Fill(Database database)
    {
        using var session = database.Connect();
        if (session.Scalar("SELECT 1 FROM calls LIMIT 1") is not null) return;
        var calls = (int)(options.Rows / RowsOfACall);
        // Some alone, as an idle gateway writes them, and the rest as a busy one does.
        var alone = Math.Min(calls / 10, 2_000);
        var (from, to) = (_now.AddDays(-options.Days).ToUnixTimeMilliseconds(), _now.ToUnixTimeMilliseconds());
        var all = new CallMix(from, to, calls, options.Keys, options.Plain).Calls();
        using var each = all.GetEnumerator();
        LedgerFill.Write(database, Take(each, alone), together: 1);
        LedgerFill.Write(database, Take(each, calls - alone), together: 512);
    }

    private static IEnumerable<Gateway.Ledger.CallRecord> Take(IEnumerator<Gateway.Ledger.CallRecord> calls, int count)
    {
        while (count-- > 0 && calls.MoveNext()) yield return calls.Current;
    }

    private static void Count(Database database)
    {
        using var session = database.Connect();
        foreach (var table in (string[])["calls", "attempts", HourRow.Table, ValueRow.Table])
            Console.WriteLine($"{table}: {long.Parse(session.Scalar($"SELECT count(*) FROM {table}")!):N0} rows");
    }

    private void Query(Database database, string sql)
    {
        using var session = database.Connect();
        using var query = session.Prepare(sql);
        if (sql.Contains("$1", StringComparison.Ordinal)) query.Add((_now.AddDays(-30) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        query.Run();
    }

    private void Weir(string command, string directory)
    {
        var isDll = options.Weir!.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(isDll ? "dotnet" : options.Weir) { RedirectStandardOutput = true, UseShellExecute = false };
        string[] words = [.. isDll ? (string[])[options.Weir] : [], .. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--data", directory];
        foreach (var word in words) start.ArgumentList.Add(word);
        using var process = Process.Start(start) ?? throw new BenchException($"{options.Weir} could not be started");
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new BenchException($"weir {command} ended with {process.ExitCode}");
    }

    private static void Check(Database database)
    {
        if (new RollupCheck(database, TimeProvider.System).Find() is { Count: > 0 } differences) throw new BenchException($"{differences.Count} sums differ from a recount");
    }

    private void Time(string name, Action work)
    {
        var times = Enumerable.Range(0, options.Rounds).Select(_ => Once(work)).Order().ToArray();
        Console.WriteLine($"{name}: median {times[times.Length / 2].TotalMilliseconds:0} ms, slowest {times[^1].TotalMilliseconds:0} ms");
    }

    private static TimeSpan Once(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed;
    }
}
