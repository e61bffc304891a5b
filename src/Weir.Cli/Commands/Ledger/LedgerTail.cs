using Weir.Cli.Output;
using Weir.Gateway.Ledger;

namespace Weir.Cli.Commands.Ledger;

/// <summary>Prints the newest calls and, if asked, those that end from then on, each exactly once.</summary>
internal sealed class LedgerTail(LedgerStore store, LedgerFilter filter, TimeProvider time, ICallPrinter printer)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>A call is written shortly after it ended; later than this only when a disk hangs.</summary>
    private static readonly TimeSpan LatestWrite = TimeSpan.FromSeconds(10);

    /// <summary>A call that takes longer is not seen by those who follow: looking for it would mean to read the day's calls twice a second.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(20);

    public async Task RunAsync(int count, bool follow, CancellationToken stop)
    {
        // Read first what has ended lately: what is written between this and the tail belongs to neither, and comes next.
        var seen = follow ? Ids(JustEnded()) : [];
        var calls = store.Tail(count, filter);
        printer.Print(calls);
        if (!follow) return;
        seen.UnionWith(Ids(calls));
        while (!stop.IsCancellationRequested && !StandardOutput.IsAbandoned())
        {
            var ended = JustEnded();
            printer.Print([.. ended.Where(call => !seen.Contains(call.Id))]);
            seen = Ids(ended);
            await Task.Delay(Pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private IReadOnlyList<CallRecord> JustEnded()
    {
        var now = time.GetUtcNow();
        return store.EndedSince(now - LatestWrite, filter with { Since = now - LatestWrite - LongestCall });
    }

    private static HashSet<string> Ids(IEnumerable<CallRecord> calls) => [.. calls.Select(call => call.Id)];
}
