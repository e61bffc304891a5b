using Microsoft.Extensions.Logging;
using Weir.Gateway.Budgets;
using Weir.Gateway.Model;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Ledger;

/// <summary>The calls of one commit. Used by the writer's thread alone.</summary>
internal sealed class LedgerBatch(LedgerTable table, LedgerDurability durability, ILogger logger)
{
    public const int MostCalls = 512;

    /// <summary>Calls resumed by one thread, one after the other: enough to be worth waking it, few enough that none waits for long.</summary>
    private const int ResumedTogether = 16;

    private readonly PendingAppend[] _appends = new PendingAppend[MostCalls];
    private readonly Exception?[] _refusals = new Exception?[MostCalls];
    private int _count;
    private bool _isFailing;
    private volatile bool _isUnwritable;

    /// <summary>Whether the database took nothing the last time, whatever was to be written. Any thread may ask.</summary>
    public bool IsUnwritable => _isUnwritable;

    public bool IsEmpty => _count == 0;

    /// <summary>Takes from a chain what there is room for.</summary>
    /// <returns>What is left of the chain.</returns>
    public PendingAppend? Fill(PendingAppend? chain)
    {
        while (chain is not null && _count < MostCalls)
        {
            _appends[_count++] = chain;
            (chain, chain.Next) = (chain.Next, null);
        }

        return chain;
    }

    /// <summary>Commits the batch and tells those who wait.</summary>
    /// <param name="isLast">Nothing can be put off any more.</param>
    /// <returns>How many calls are done with, written or failed.</returns>
    public int Write(bool isLast)
    {
        try
        {
            Commit();
        }
        catch (Exception failure)
        {
            table.Rollback();
            return Fail(failure, isLast);
        }

        Recover();
        return Finish(null);
    }

    /// <summary>Tries whether the database takes something again, where it did not: while calls are kept out, none would find out.</summary>
    public void Probe()
    {
        if (!_isUnwritable) return;
        try
        {
            table.Probe();
        }
        catch (StorageException)
        {
            // What is wrong was said when it began.
            table.Rollback();
            return;
        }

        Recover();
    }

    private void Recover()
    {
        if (_isFailing) LedgerLog.Recovered(logger);
        (_isFailing, _isUnwritable) = (false, false);
    }

    private void Commit()
    {
        table.Begin();
        try
        {
            for (var i = 0; i < _count; i++) table.Insert(_appends[i].Call);
            table.Flush();
        }
        catch (Exception failure) when (LedgerTable.IsRowsFault(failure))
        {
            // One bad row must not take the others with it: once more, each on its own.
            table.Rollback();
            table.Begin();
            for (var i = 0; i < _count; i++) _refusals[i] = table.TryInsert(_appends[i].Call);
        }

        for (var i = 0; i < _count; i++)
            if (_refusals[i] is null) table.Count(_appends[i].Call);
        table.WriteSums();
        table.Commit();
    }

    private int Fail(Exception failure, bool isLast)
    {
        var isHeld = durability == LedgerDurability.Buffered && !isLast && failure is StorageException;
        // A full disk fails every batch: said once, not a hundred times a second.
        if (!_isFailing || isLast)
        {
            if (isHeld) LedgerLog.Held(logger, _count, failure);
            else if (failure is StorageException storage) LedgerLog.Unwritable(logger, _count, storage.Message, storage.Remedy);
            else LedgerLog.CommitFailed(logger, _count, failure);
        }

        (_isFailing, _isUnwritable) = (true, failure is StorageException && !isHeld);
        if (!isHeld) return Finish(failure);
        // Nobody waits for buffered calls, so they are tried again; the queue's bound keeps memory finite meanwhile.
        Array.Clear(_refusals, 0, _count);
        return 0;
    }

    private int Finish(Exception? failure)
    {
        var count = _count;
        // From the last to the first, so that a chain comes out in the order of arrival.
        PendingAppend? chain = null;
        for (var i = count - 1; i >= 0; i--)
        {
            var append = _appends[i];
            var reason = failure ?? _refusals[i];
            if (failure is null && reason is not null) LedgerLog.RowRefused(logger, append.Call.Id, reason);
            (_appends[i], _refusals[i]) = (null!, null);
            BudgetHold.Written(append.Call);
            if (durability == LedgerDurability.Buffered)
            {
                append.Release();
                continue;
            }

            append.Settle(reason is null ? null : new LedgerException($"the call could not be written to the ledger: {reason.Message}", reason));
            append.Next = chain;
            chain = append;
            if (i % ResumedTogether != 0) continue;
            // Whole request pipelines go on from here: not on the writer's thread.
            ThreadPool.UnsafeQueueUserWorkItem(chain, preferLocal: false);
            chain = null;
        }

        _count = 0;
        return count;
    }
}
