using Weir.Gateway.Storage;

namespace Weir.Gateway.Ledger.Rollups;

/// <summary>Has the sums follow a change of rows that were written before: all of it in the transaction that changes them.</summary>
/// <param name="session">Its transaction is under way.</param>
internal sealed class RollupCorrection(Session session)
{
    private readonly CallSums _sums = new();

    /// <summary>To be called before a call's rows are changed.</summary>
    public void Before(string callId)
    {
        if (LedgerStore.Find(session, callId) is { } call) _sums.Subtract(call);
    }

    /// <summary>To be called after a call's rows were changed.</summary>
    public void After(string callId)
    {
        if (LedgerStore.Find(session, callId) is { } call) _sums.Add(call);
    }

    /// <summary>Writes what has changed.</summary>
    public void Write()
    {
        using var table = new RollupTable(session);
        table.Write(_sums);
    }
}
