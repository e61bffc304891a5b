using System.Runtime.InteropServices;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Limits;

/// <summary>
/// Adds what a batch of calls has used of limits per day to <c>limit_days</c>, in the transaction that writes them: a row for each
/// counter, however many of the calls count in it. Used by the ledger's writer alone.
/// </summary>
internal sealed class LimitDaySums(Session session) : IDisposable
{
    private readonly Dictionary<(LimitSubject Subject, string Unit, long Day), long> _sums = [];
    private readonly Statement _add = session.Prepare(
        """
        INSERT INTO limit_days (counter, subject, subject_rest, unit, day, used) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (counter, subject, subject_rest, unit, day) DO UPDATE SET used = limit_days.used + excluded.used
        """);

    private readonly Statement _forget = session.Prepare("DELETE FROM limit_days WHERE day < $1");
    private long _newest;

    /// <summary>Takes in what a call that was written has used.</summary>
    public void Add(CallRecord call)
    {
        if (call.LimitCounts is not { } counts) return;
        foreach (var count in counts) CollectionsMarshal.GetValueRefOrAddDefault(_sums, (count.Subject, count.Unit, count.Day), out _) += count.Amount;
    }

    /// <summary>Writes what was taken in; once a day, forgets the days before.</summary>
    public void Write()
    {
        if (_sums.Count == 0) return;
        foreach (var ((subject, unit, day), amount) in _sums)
        {
            _add.Add(subject.Counter).Add(subject.First).Add(subject.Rest).Add(unit).Add(day).Add(amount).Run();
            if (day <= _newest) continue;
            _newest = day;
            _forget.Add(day - 1).Run();
        }
        _sums.Clear();
    }

    /// <summary>Forgets what was taken in: the transaction was taken back.</summary>
    public void Clear()
    {
        _add.Reset();
        _forget.Reset();
        _sums.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _add.Dispose();
        _forget.Dispose();
    }
}
