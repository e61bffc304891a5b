using Weir.Gateway.Budgets;
using Weir.Gateway.Ledger.Rollups;
using Weir.Gateway.Model;
using Weir.Gateway.Responses;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Ledger;

/// <summary>The writer's session and its prepared statements.</summary>
internal sealed class LedgerTable : IDisposable
{
    private readonly SqliteSession _session;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _savepoint;
    private readonly SqliteStatement _undo;
    private readonly SqliteStatement _release;
    private readonly SqliteStatement _call;
    private readonly SqliteStatement _attempt;
    private readonly SqliteStatement _response;
    private readonly SqliteStatement _unsettled;
    private readonly SqliteStatement _item;
    private readonly SpentSums _spent;
    private readonly RollupTable _rollups;
    private readonly CallSums _sums = new();
    private volatile bool _isInPlace = true;

    public LedgerTable(Database database, LedgerDurability durability)
    {
        _session = database.Connect();
        // SQLite only. NORMAL leaves the fsync to the checkpoint: kill -9 loses nothing that was committed, a power failure may.
        if (durability == LedgerDurability.Buffered) _session.Execute("PRAGMA synchronous = NORMAL");
        // SQLite only. Copying the log back to the table stalls a commit: four times SQLite's usual 1,000 pages took the slowest
        // hundredth of commits from 2.4 to 0.9 ms, and a log of 16 MB is still read back in no time after a crash.
        _session.Execute("PRAGMA wal_autocheckpoint = 4000");
        // SQLite only. 8 MiB of pages instead of 2: sums are added to rows all over the day, not only at a table's end.
        _session.Execute("PRAGMA cache_size = -8192");
        _begin = _session.Prepare("BEGIN IMMEDIATE");
        _commit = _session.Prepare("COMMIT");
        _savepoint = _session.Prepare("SAVEPOINT one_call");
        _undo = _session.Prepare("ROLLBACK TO one_call");
        _release = _session.Prepare("RELEASE one_call");
        _call = _session.Prepare(LedgerRows.InsertInto("calls", CallRow.Columns));
        _attempt = _session.Prepare(LedgerRows.InsertInto("attempts", AttemptRow.Columns));
        _response = _session.Prepare(ResponseRow.Upsert);
        _unsettled = _session.Prepare(LedgerRows.InsertInto("unsettled_responses", UnsettledRow.Columns));
        _item = _session.Prepare(ResponseRow.InsertItem);
        _spent = new SpentSums(_session);
        _rollups = new RollupTable(_session);
    }

    public string Path => _session.Path;

    /// <summary>Whether the database's file was the one at its path when it was last looked at.</summary>
    public bool IsInPlace => _isInPlace;

    public void Look() => _isInPlace = !_session.HasMoved;

    public void Begin()
    {
        // A row in a file that nobody can open any more is lost, however well it was written.
        if (!_isInPlace) throw StorageErrors.Gone(Path);
        _begin.Run();
    }

    public void Commit() => _commit.Run();

    /// <summary>Writes a page as it is. SQLite only.</summary>
    /// <exception cref="StorageException">The database does not take it.</exception>
    public void Probe()
    {
        Begin();
        _session.Execute($"PRAGMA application_id = {_session.Scalar("PRAGMA application_id")}");
        Commit();
    }

    public void Rollback()
    {
        ResetRows();
        _spent.Clear();
        _rollups.Reset();
        _sums.Clear();
        _session.Rollback();
    }

    public void Insert(CallRecord call)
    {
        CallRow.Bind(_call, call);
        _call.Run();
        foreach (var attempt in call.Attempts)
        {
            AttemptRow.Bind(_attempt, call.Id, attempt);
            _attempt.Run();
        }
        if (call.Stored is not { } stored) return;
        ResponseRow.Bind(_response, stored);
        _response.Run();
        foreach (var item in stored.Items) _item.Add(stored.Tenant).Add(item).Add(stored.Id).Run();
        if (call.Unsettled is not { } unsettled) return;
        UnsettledRow.Bind(_unsettled, unsettled);
        _unsettled.Run();
    }

    /// <summary>Has a call that was inserted count in the sums.</summary>
    public void Count(CallRecord call)
    {
        _sums.Add(call);
        _spent.Add(call);
    }

    /// <summary>Writes what the transaction's calls add to the sums.</summary>
    public void WriteSums()
    {
        _rollups.Write(_sums);
        _sums.Clear();
        _spent.Write();
    }

    /// <summary>Inserts a call so that a failure leaves nothing of it, and the transaction goes on.</summary>
    /// <returns>Why the row was refused, or null.</returns>
    public Exception? TryInsert(CallRecord call)
    {
        _savepoint.Run();
        try
        {
            Insert(call);
            _release.Run();
            return null;
        }
        catch (Exception failure) when (IsRowsFault(failure))
        {
            ResetRows();
            _undo.Run();
            _release.Run();
            return failure;
        }
    }

    /// <summary>True when other rows could still be written, so that it is worth trying them one by one.</summary>
    public static bool IsRowsFault(Exception failure) => failure is not StorageException { Problem: not StorageProblem.Row };

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[_begin, _commit, _savepoint, _undo, _release, _call, _attempt, _response, _item, _unsettled]) statement.Dispose();
        _spent.Dispose();
        _rollups.Dispose();
        _session.Dispose();
    }

    private void ResetRows()
    {
        _call.Reset();
        _attempt.Reset();
        _response.Reset();
        _unsettled.Reset();
        _item.Reset();
    }
}
