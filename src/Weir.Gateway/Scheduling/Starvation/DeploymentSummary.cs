namespace Weir.Gateway.Scheduling.Starvation;

/// <summary>Sums up what was at one deployment.</summary>
internal static class DeploymentSummary
{
    /// <param name="deployment">Its name.</param>
    /// <param name="stays">All that was there, and may reach beyond the time of the report.</param>
    /// <param name="query">What is asked for.</param>
    public static DeploymentQueue Of(string deployment, Stays stays, QueueQuery query)
    {
        var (from, to) = (Micros(query.Since), Micros(query.Until));
        var lines = new QueueLines(stays, query);
        var sweep = new QueueSweep(lines.Count, from, to);
        var tallies = Enumerable.Range(0, lines.Count).Select(_ => new Tally()).ToArray();
        foreach (var stay in stays.All)
        {
            sweep.Add(stay, lines.Of(stay.Group));
            tallies[lines.Of(stay.Group)].Add(stay);
        }
        sweep.Run();
        var (held, waiting) = (sweep.Held.Sum(), sweep.Waited.Sum());
        var shown = Enumerable.Range(0, lines.Count)
            .Where(line => tallies[line].Calls > 0 && (line == lines.Others ? query is { Tenant: null, Feature: null } : query.Shows(lines[line])))
            .OrderBy(line => line == lines.Others).ThenByDescending(line => sweep.Waited[line]).ThenByDescending(line => sweep.Held[line])
            .Select(line => Line(line, lines, sweep, tallies[line], held, query));
        return new DeploymentQueue(deployment, held / (to - from), waiting / (to - from), [.. shown]);
    }

    private static QueueLine Line(int line, QueueLines lines, QueueSweep sweep, Tally tally, double held, QueueQuery query)
    {
        var time = (double)(Micros(query.Until) - Micros(query.Since));
        tally.Waits.Sort();
        return new QueueLine
        {
            Group = lines[line],
            Calls = tally.Calls,
            Demand = (sweep.Held[line] + sweep.Waited[line]) / time,
            Had = sweep.Held[line] / time,
            Share = held > 0 ? sweep.Held[line] / held : 0,
            Waited = tally.Waits.Count(wait => wait > 0),
            Median = tally.At(50),
            Percentile95 = tally.At(95),
            Longest = tally.Waits[^1],
            Refused = tally.Refused,
            GaveUp = tally.GaveUp,
            HeldBy = HoldersOf(line, lines, sweep, query.Top),
            HeldByNobody = sweep.Waited[line] > 0 ? sweep.NobodyWhileWaiting[line] / sweep.Waited[line] : 0,
        };
    }

    /// <summary>Those that held most, and the others together.</summary>
    private static List<HolderShare> HoldersOf(int line, QueueLines lines, QueueSweep sweep, int top)
    {
        var shares = new List<HolderShare>();
        if (sweep.Waited[line] <= 0) return shares;
        double ShareOf(int holder) => sweep.HeldWhileWaiting[line, holder] / sweep.Waited[line];
        var named = Enumerable.Range(0, lines.Others).Where(holder => ShareOf(holder) > 0).OrderByDescending(ShareOf).ToArray();
        shares.AddRange(named.Take(top).Select(holder => new HolderShare(lines[holder], ShareOf(holder))));
        var others = ShareOf(lines.Others) + named.Skip(top).Sum(ShareOf);
        if (others > 0) shares.Add(new HolderShare(QueueGroup.Others, others));
        return shares;
    }

    private static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>What is counted of a line.</summary>
    private sealed class Tally
    {
        public List<long> Waits { get; } = [];

        public long Calls => Waits.Count;

        public long Refused { get; private set; }

        public long GaveUp { get; private set; }

        public void Add(in Stay stay)
        {
            Waits.Add(stay.Waited);
            if (stay.End == StayEnd.Refused) Refused++;
            if (stay.End == StayEnd.GaveUp) GaveUp++;
        }

        /// <summary>The nearest rank.</summary>
        public long At(int percent) => Waits[(int)(((Calls * percent) + 99) / 100) - 1];
    }
}
