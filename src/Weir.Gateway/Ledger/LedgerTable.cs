using Weir.Gateway.Budgets;
using Weir.Gateway.Ledger.Rollups;
using Weir.Gateway.Limits;
using Weir.Gateway.Model;
using Weir.Gateway.Responses;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Ledger;

/// <summary>The writer's session and its prepared statements.</summary>
internal sealed class LedgerTable : IDisposable
{
    private readonly Session _session;
    private readonly Statement _savepoint;
    private readonly Statement _undo;
    private readonly Statement _release;
    private readonly Statement _call;
    private readonly Statement _attempt;
    private readonly Statement _response;
    private readonly Statement _unsettled;
    private readonly Statement _item;
    private readonly SpentSums _spent;
    private readonly LimitDaySums _limits;
    private readonly RollupTable _rollups;
    private readonly CallSums _sums = new();
    private volatile StorageException? _trouble;

    public LedgerTable(Database database, LedgerDurability durability)
    {
        _session = database.Connect();
        _session.TuneToWrite(isBuffered: durability == LedgerDurability.Buffered);
        _savepoint = _session.Prepare("SAVEPOINT one_call");
        _undo = _session.Prepare("ROLLBACK TO one_call");
        _release = _session.Prepare("RELEASE one_call");
        _call = _session.PrepareInsert("calls", CallRow.Columns);
        _attempt = _session.PrepareInsert("attempts", AttemptRow.Columns);
        _response = _session.Prepare(ResponseRow.Upsert);
        _unsettled = _session.Prepare(LedgerRows.InsertInto("unsettled_responses", UnsettledRow.Columns));
        _item = _session.Prepare(ResponseRow.InsertItem);
        _spent = new SpentSums(_session);
        _limits = new LimitDaySums(_session);
        _rollups = new RollupTable(_session);
    }

    public string Path => _session.Path;

    /// <summary>Why nothing could be written when it was last looked, or null.</summary>
    public StorageException? Trouble => _trouble;

    public void Look() => _trouble = _session.FindTrouble();

    public void Begin()
    {
        // A row in a file that nobody can open any more is lost, however well it was written.
        if (_trouble is { } trouble) throw trouble;
        _session.Begin();
    }

    public void Commit() => _session.Commit();

    /// <summary>Writes something that changes nothing.</summary>
    /// <exception cref="StorageException">The database does not take it.</exception>
    public void Probe()
    {
        if (_trouble is { } trouble) throw trouble;
        _session.Probe();
    }

    public void Rollback()
    {
        ResetRows();
        _spent.Clear();
        _limits.Clear();
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

    /// <summary>Writes the rows of calls that were inserted, where that was not done yet.</summary>
    public void Flush() => _session.Flush();

    /// <summary>Has a call that was inserted count in the sums.</summary>
    public void Count(CallRecord call)
    {
        _sums.Add(call);
        _spent.Add(call);
        _limits.Add(call);
    }

    /// <summary>Writes what the transaction's calls add to the sums.</summary>
    public void WriteSums()
    {
        _rollups.Write(_sums);
        _sums.Clear();
        _spent.Write();
        _limits.Write();
    }

    /// <summary>Inserts a call so that a failure leaves nothing of it, and the transaction goes on.</summary>
    /// <returns>Why the row was refused, or null.</returns>
    public Exception? TryInsert(CallRecord call)
    {
        _savepoint.Run();
        try
        {
            Insert(call);
            _session.Flush();
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
        foreach (var statement in (Statement[])[_savepoint, _undo, _release, _call, _attempt, _response, _item, _unsettled]) statement.Dispose();
        _spent.Dispose();
        _limits.Dispose();
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
