using Weir.Gateway.Leases;
using Weir.Testing;

namespace Weir.Gateway.Tests.Leases;

public sealed class JobLeaderTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _clock = new();
    private readonly MemoryAuthority _authority = new();

    [Fact]
    public void One_of_all_does_a_job_and_others_do_others()
    {
        var (books, leaders) = Begin(3);
        using var another = new JobLeader(books[1], "another", Step);

        Exchange(books);

        leaders.Count(static leader => leader.IsLeader).ShouldBe(1);
        another.IsLeader.ShouldBeTrue();
    }

    [Fact]
    public void Who_stops_is_followed_at_once()
    {
        var (books, leaders) = Begin(2);
        Exchange(books);

        leaders[0].Dispose();
        Exchange(books);

        leaders[1].IsLeader.ShouldBeTrue();
        leaders[0].IsLeader.ShouldBeFalse();
    }

    /// <summary>It is paused, and what it had begun may take as long as a step: only then is it another one's turn.</summary>
    [Fact]
    public void Who_is_paused_is_followed_when_nothing_of_it_can_go_on_any_more()
    {
        var (books, leaders) = Begin(2);
        Exchange(books);
        leaders[0].IsLeader.ShouldBeTrue();
        var (stopped, followed) = (TimeSpan.Zero, TimeSpan.Zero);

        for (var second = 1; second <= 90 && followed == TimeSpan.Zero; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            Exchange(books[1..]);
            if (!leaders[0].IsLeader && stopped == TimeSpan.Zero) stopped = TimeSpan.FromSeconds(second);
            if (leaders[1].IsLeader) followed = TimeSpan.FromSeconds(second);
        }

        stopped.ShouldBe(LeaseTerms.Length - LeaseTerms.Margin);
        (followed - stopped).ShouldBeInRange(Step, Step + LeaseTerms.Refresh + LeaseTerms.Margin);
    }

    [Fact]
    public void Who_comes_back_from_a_pause_leads_no_more_and_may_again_later()
    {
        var (books, leaders) = Begin(2);
        Exchange(books);
        for (var second = 0; second < 90; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            Exchange(books[1..]);
        }

        for (var round = 0; round < 3; round++)
        {
            Exchange(books);
            leaders.Select(static leader => leader.IsLeader).ShouldBe([false, true]);
        }
        leaders[1].Dispose();
        Exchange(books);
        Exchange(books);

        leaders[0].IsLeader.ShouldBeTrue();
    }

    private (LeaseBook[] Books, JobLeader[] Leaders) Begin(int replicas)
    {
        var books = Enumerable.Range(0, replicas).Select(i => new LeaseBook($"r{i}", _clock)).ToArray();
        foreach (var book in books) book.BeginLife(_authority.Register(book.Life.Replica));
        return (books, [.. books.Select(static book => new JobLeader(book, "purge", Step))]);
    }

    private void Exchange(params IEnumerable<LeaseBook> books)
    {
        foreach (var book in books)
        {
            book.Refresh();
            book.Hear(_authority.Exchange(book.Collect())).ShouldBeTrue();
        }
    }
}
