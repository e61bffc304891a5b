using Weir.Testing;

namespace Weir.Statistics.Tests;

public sealed class SlidingCountsTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    [Fact]
    public void What_is_older_than_the_window_is_forgotten_a_bucket_at_a_time()
    {
        var counts = new SlidingCounts(Window, 10);
        counts.Add(TimeSpan.FromSeconds(0), 4, 1);
        counts.Add(TimeSpan.FromSeconds(3), 2, 2);

        counts.MoveTo(TimeSpan.FromSeconds(29.9));
        (counts.Trials, counts.Hits).ShouldBe((6, 3));
        counts.MoveTo(TimeSpan.FromSeconds(30));
        (counts.Trials, counts.Hits).ShouldBe((2, 2));
        counts.MoveTo(TimeSpan.FromSeconds(33));
        (counts.Trials, counts.Hits).ShouldBe((0, 0));
    }

    [Fact]
    public void A_moment_that_lies_back_counts_as_now()
    {
        var counts = new SlidingCounts(Window, 10);
        counts.Add(TimeSpan.FromSeconds(60), 1, 0);
        counts.Add(TimeSpan.FromSeconds(5), 1, 1);

        (counts.Trials, counts.Hits).ShouldBe((2, 1));
    }

    [Fact]
    public void Counts_are_those_of_the_events_in_the_window()
    {
        var random = new Random(TestSeed.Value);
        var counts = new SlidingCounts(Window, 10);
        var events = new List<(long Bucket, long Trials, long Hits)>();
        var now = TimeSpan.Zero;
        for (var i = 0; i < 2_000; i++)
        {
            now += TimeSpan.FromSeconds(random.Next(20) == 0 ? random.NextDouble() * 100 : random.NextDouble() * 2);
            var (trials, hits) = (random.Next(1, 5), random.Next(2));
            counts.Add(now, trials, hits);
            events.Add((now.Ticks / TimeSpan.FromSeconds(3).Ticks, trials, hits));

            var inside = events.Where(e => e.Bucket > events[^1].Bucket - 10).ToList();
            (counts.Trials, counts.Hits).ShouldBe((inside.Sum(e => e.Trials), inside.Sum(e => e.Hits)), $"seed {TestSeed.Value}, event {i}");
        }
    }
}
