using Weir.Gateway.Storage;

namespace Weir.Gateway.Ledger.Rollups;

/// <summary>
/// Compares the sums with a recount of all rows, and mends them, also while a gateway writes: each comparison sees one moment, and
/// what a row lacked then it still lacks when more has been added to it. Blocking, and as long as it takes to read all rows.
/// </summary>
internal sealed class RollupCheck(Database database, TimeProvider time)
{
    /// <summary>So many differences are told of each table; when they are mended, more may be found.</summary>
    public const int Most = 100_000;

    /// <summary>Calls wait for their rows while these are written.</summary>
    private const int MendedAtOnce = 200;

    /// <summary>The rows that are not what a recount comes to; none where all is well.</summary>
    public IReadOnlyList<RollupDifference> Find()
    {
        using var session = database.ConnectToRead();
        var found = new List<RollupDifference>();
        using (var hours = session.Prepare($"{RollupTable.Hours.Missing("true")} LIMIT {Most}"))
        {
            while (hours.Read())
            {
                var (key, missing) = HourRow.Read(hours);
                found.Add(new RollupDifference(key, null, missing));
            }
        }
        // Older hours may be gone, or half gone.
        using var values = session.Prepare($"{RollupTable.Values.Missing($"(grain = '{ValueKey.Days}' OR start >= $1)")} LIMIT {Most}");
        values.Add(RollupPurge.OldestKept(time));
        while (values.Read())
        {
            var (key, missing) = ValueRow.Read(values);
            found.Add(new RollupDifference(null, key, missing));
        }
        return found;
    }

    /// <summary>Gives rows what they lack.</summary>
    public void Mend(IReadOnlyList<RollupDifference> differences)
    {
        using var session = database.Connect();
        using var table = new RollupTable(session);
        foreach (var some in differences.Chunk(MendedAtOnce))
        {
            var sums = new CallSums();
            foreach (var difference in some)
            {
                if (difference.Hour is { } hour) sums.Add(hour, difference.Missing);
                if (difference.Value is { } value) sums.Add(value, difference.Missing);
            }
            session.Transact(_ =>
            {
                table.Write(sums);
                return some.Length;
            });
        }
    }
}
