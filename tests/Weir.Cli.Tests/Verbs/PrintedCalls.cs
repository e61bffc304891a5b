using Weir.Cli.Commands.Ledger;
using Weir.Gateway.Ledger;

namespace Weir.Cli.Tests.Verbs;

/// <summary>Remembers what would have been printed.</summary>
internal sealed class PrintedCalls : ICallPrinter
{
    private readonly Lock _lock = new();
    private readonly List<string> _ids = [];
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<string> Ids
    {
        get
        {
            lock (_lock) return [.. _ids];
        }
    }

    /// <summary>Ends with the next look at the ledger.</summary>
    public Task NextAsync()
    {
        lock (_lock) return _next.Task;
    }

    public void Print(IReadOnlyList<CallRecord> calls)
    {
        TaskCompletionSource done;
        lock (_lock)
        {
            _ids.AddRange(calls.Select(call => call.Id));
            (done, _next) = (_next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        done.SetResult();
    }
}
