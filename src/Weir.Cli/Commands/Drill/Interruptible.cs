namespace Weir.Cli.Commands.Drill;

/// <summary>Work that Ctrl-C ends in good order, so that nothing is left behind.</summary>
internal static class Interruptible
{
    /// <summary>Does the work, or as much of it as there is time for.</summary>
    /// <returns>The work's exit code; <see cref="WeirCommand.CannotDo"/> when it was interrupted.</returns>
    public static async Task<int> RunAsync(Func<CancellationToken, Task<int>> work)
    {
        using var signals = new StopSignals();
        using var stop = new CancellationTokenSource();
        var running = work(stop.Token);
        if (await Task.WhenAny(running, signals.First) != running) await stop.CancelAsync();
        try
        {
            return await running;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.Error.WriteLine("weir: interrupted.");
            return WeirCommand.CannotDo;
        }
    }
}
