namespace Weir.Gateway.Budgets;

/// <summary>An attempt that waits in line until others give something back. Its place is guarded by the lock of the <see cref="BudgetBook"/>.</summary>
internal sealed class BudgetWaiter
{
    private TaskCompletionSource _turn = New();

    public BudgetWaiter() => Node = new LinkedListNode<BudgetWaiter>(this);

    /// <summary>Its place; in no list while it does not wait.</summary>
    public LinkedListNode<BudgetWaiter> Node { get; }

    /// <summary>Where it waits, or null.</summary>
    public BudgetAccount? At { get; private set; }

    /// <summary>Ends when it is worth another try.</summary>
    public Task Turn => _turn.Task;

    /// <summary>In which budgets it has asked others to give back what it waits for; else null.</summary>
    public BudgetSet? Asking { get; set; }

    /// <summary>Takes its place in line, unless it stands there already; and waits for another turn.</summary>
    public void StandAt(BudgetAccount account)
    {
        if (_turn.Task.IsCompleted) _turn = New();
        if (At == account) return;
        Leave();
        account.Line.AddLast(Node);
        At = account;
    }

    /// <summary>Leaves the line; whoever comes next is given a turn.</summary>
    public void Leave()
    {
        if (At is not { } account) return;
        account.Line.Remove(Node);
        At = null;
        if (Asking is { } asking) BudgetLeases.StopAsking(asking);
        Asking = null;
        account.WakeFirst();
    }

    public void Wake() => _turn.TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
