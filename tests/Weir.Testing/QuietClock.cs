namespace Weir.Testing;

/// <summary>
/// Moves a fake clock on, from timer to timer, whenever nothing else moves: minutes of waiting between programs that talk over
/// real sockets pass in seconds. What it looks at is the whole process, so that tests which use it have to run alone.
/// </summary>
internal static class QuietClock
{
    /// <summary>The longest step, so that a machine that is slow for a moment loses little.</summary>
    private static readonly TimeSpan LongestStep = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);

    /// <summary>Looks in a row that find nothing new, until it counts as quiet.</summary>
    private const int QuietLooks = 8;

    /// <summary>Looks after which the clock moves on in any case.</summary>
    private const int MostLooks = 250;

    /// <summary>Does some work to its end, moving the clock for it.</summary>
    /// <exception cref="TimeoutException">The clock has moved on by the limit, and the work is not done.</exception>
    public static async Task<T> RunAsync<T>(FakeTimeProvider clock, TimeSpan limit, Func<Task<T>> begin)
    {
        var work = Task.Run(begin);
        // A thread of its own: one of the pool's would be a part of what it looks at.
        await Task.Factory.StartNew(() => Drive(clock, limit, work), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return await work;
    }

    private static void Drive(FakeTimeProvider clock, TimeSpan limit, Task work)
    {
        var end = clock.GetUtcNow() + limit;
        while (!IsDone(work))
        {
            if (!Quieten(clock, work)) return;
            if (clock.GetUtcNow() >= end) throw new TimeoutException($"not done after {limit} of the clock's time");
            clock.Advance(clock.UntilNext is { } next && next < LongestStep ? next : LongestStep);
        }
    }

    /// <summary>Waits until nothing has moved for a while.</summary>
    /// <returns>False when the work is done.</returns>
    private static bool Quieten(FakeTimeProvider clock, Task work)
    {
        var (seen, quiet) = (Movement(clock), 0);
        for (var look = 0; look < MostLooks && quiet < QuietLooks; look++)
        {
            if (WaitBriefly(work)) return false;
            var now = Movement(clock);
            quiet = now == seen && ThreadPool.PendingWorkItemCount == 0 ? quiet + 1 : 0;
            seen = now;
        }

        return true;
    }

    private static (long Items, long Timers) Movement(FakeTimeProvider clock) => (ThreadPool.CompletedWorkItemCount, clock.TimersSet);

    /// <summary>Whether the work ended, well or not, during one look.</summary>
    private static bool WaitBriefly(Task work) => ((IAsyncResult)work).AsyncWaitHandle.WaitOne(Look) || IsDone(work);

    private static bool IsDone(Task work) => work.IsCompleted;
}
