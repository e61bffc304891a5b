using System.Buffers;
using Weir.Testing;

namespace Weir.Dialects.Tests;

/// <summary>The measure that the tests of allocations rely on: it sees what the work allocates, and not what happens once.</summary>
public sealed class AllocatedTests
{
    private const int ObjectBytes = 24;

    private object? _kept;
    private int _done;

    [Fact]
    public void One_object_is_seen()
    {
        Allocated.By(() => _kept = new object(), times: 1).ShouldBe(ObjectBytes);
        Allocated.By(() => _kept = new object()).ShouldBe(Allocated.Times * ObjectBytes);
    }

    [Fact]
    public void One_object_of_work_that_might_wait_is_seen()
    {
        Allocated.By(Work, times: 1).ShouldBe(ObjectBytes);

        Task Work()
        {
            _kept = new object();
            return Task.CompletedTask;
        }
    }

    [Fact]
    public void One_object_every_so_often_is_seen() => Allocated.By(() =>
    {
        if (_done++ % Allocated.Times == 0) _kept = new object();
    }).ShouldBe(ObjectBytes);

    [Fact]
    public void The_work_is_done_as_often_as_is_said()
    {
        Allocated.By(() => _done++, times: 3).ShouldBe(0);
        _done.ShouldBe(3 * Allocated.Rounds);
    }

    [Fact]
    public void A_pool_that_is_filled_for_the_first_time_is_not_seen()
    {
        // No other test has arrays of this kind, so there are none yet: as after a collection that trimmed what there were.
        long first = 0;
        Allocated.By(() =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            ArrayPool<Uncommon>.Shared.Return(ArrayPool<Uncommon>.Shared.Rent(1_000));
            if (_done++ == 0) first = GC.GetAllocatedBytesForCurrentThread() - before;
        }).ShouldBe(0);
        first.ShouldBeGreaterThan(1_000 * sizeof(int));
    }

    [Fact]
    public void A_pool_that_is_trimmed_in_the_middle_of_a_round_is_not_seen()
    {
        Allocated.By(() =>
        {
            if (_done++ == 2 * Allocated.Times + 7) _kept = null;
            _kept ??= new byte[1_000];
        }).ShouldBe(0);
    }

    [Fact]
    public void Work_that_waits_is_refused()
    {
        var never = new TaskCompletionSource();
        Should.Throw<InvalidOperationException>(() => Allocated.By(() => never.Task)).Message.ShouldContain("measure what ends at once");
    }

    [Fact]
    public void Work_that_fails_fails_its_measurement() => Should.Throw<FormatException>(() => Allocated.By(() => Task.FromException(new FormatException())));

    private readonly record struct Uncommon(int Value);
}
