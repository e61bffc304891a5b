namespace Weir.Testing;

/// <summary>
/// What some work allocates on the thread that does it. It is done many times in each of several rounds, and the round that
/// allocated least counts: what the work itself allocates is there in every round, what the runtime adds is not. A collection
/// that the allocations of other tests bring about counts the unused rest of this thread's allocation buffer, of 8 KB, as
/// allocated: even an empty loop is then said to allocate 2,056 to 7,176 bytes. It may also trim a pool, which is refilled here.
/// </summary>
internal static class Allocated
{
    /// <summary>How often the work is done in a round unless something else is said.</summary>
    public const int Times = 1_000;

    /// <summary>How many rounds there are.</summary>
    public const int Rounds = 5;

    /// <summary>Measures work.</summary>
    /// <param name="work">Does the same each time. Where it fills something that grows, there is room before for all that it is done.</param>
    /// <param name="times">How often it is done in each round: so often that what it allocates now and then only is there in every round.</param>
    /// <returns>Bytes that a round allocates.</returns>
    public static long By(Action work, int times = Times)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < times; i++) work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }

    /// <summary>Measures work that might wait but has no reason to: its task has ended when it is returned.</summary>
    /// <inheritdoc cref="By(Action, int)"/>
    /// <exception cref="InvalidOperationException">The work did wait: another thread may have gone on with it, whose allocations are not seen here.</exception>
    public static long By(Func<Task> work, int times = Times) => By(
        () =>
        {
            var task = work();
            if (!task.IsCompleted) throw new InvalidOperationException("The measured work waited for something, so this thread did not do all of it: measure what ends at once.");
            task.GetAwaiter().GetResult();
        },
        times);
}
