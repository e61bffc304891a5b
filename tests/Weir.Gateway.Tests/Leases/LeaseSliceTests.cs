using Weir.Gateway.Leases;
using Weir.Testing;

namespace Weir.Gateway.Tests.Leases;

/// <summary>How slices of one counter grow, shrink and go from one replica to another.</summary>
public sealed class LeaseSliceTests
{
    private static readonly LeaseKey Key = new("budget", "", "", 0);

    private readonly FakeTimeProvider _clock = new();
    private readonly MemoryAuthority _authority = new();

    [Fact]
    public void A_first_slice_is_small_and_grows_with_its_use()
    {
        var (book, slice) = Begin("a");
        slice.Ask(0.01m);
        Exchange(book);
        slice.Size.ShouldBeInRange(0.01m, 0.1m);

        var sizes = new List<decimal>();
        for (var refresh = 0; refresh < 6; refresh++)
        {
            slice.StopAsking();
            // Ten calls at a time of two cents, as many as there is room for.
            for (var i = 0; i < 10 && slice.Free >= 0.02m; i++) Spend(slice, 0.02m);
            Exchange(book);
            book.Refresh();
            Exchange(book);
            sizes.Add(slice.Size);
        }

        sizes[^1].ShouldBeGreaterThan(0.4m);
        sizes[^1].ShouldBeLessThanOrEqualTo(100 / 16m);
    }

    [Fact]
    public void A_slice_that_nobody_uses_goes_back()
    {
        var (book, slice) = Begin("a");
        slice.Ask(1);
        Exchange(book);
        slice.StopAsking();

        for (var refresh = 0; refresh < 15; refresh++)
        {
            book.Refresh();
            Exchange(book);
        }

        (slice.Size, _authority.Look(Key).Held).ShouldBe((0, 0));
    }

    [Fact]
    public void What_one_does_not_use_is_there_for_the_other_after_two_messages()
    {
        var (rich, hoard) = Begin("rich", limit: 10, LeaseTerms.Money with { Portion = 1 });
        var (poor, need) = Begin("poor", limit: 10, LeaseTerms.Money with { Portion = 1 });
        hoard.Ask(10);
        Exchange(rich);
        hoard.StopAsking();
        hoard.Take(2);
        need.Ask(8);
        Exchange(poor);
        need.Free.ShouldBe(0);

        Exchange(rich);
        Exchange(rich);
        Exchange(poor);

        (hoard.Size, need.Free).ShouldBe((2, 8));
    }

    [Fact]
    public void What_was_spent_by_others_is_known_with_the_next_answer()
    {
        var (one, first) = Begin("one");
        var (other, second) = Begin("other");
        first.Ask(1);
        Exchange(one);
        Spend(first, 0.75m);
        _authority.TryCommit(one.Life, one.Life, Key, 0.75m);

        second.Ask(1);
        Exchange(other);
        Spend(second, 0.5m);

        second.SpentInAll.ShouldBe(1.25m);
    }

    /// <summary>What is asked back comes with the answer about something else, which says nothing of what was spent.</summary>
    [Fact]
    public void What_others_have_spent_stays_known_when_something_is_asked_back()
    {
        var (one, first) = Begin("one", limit: 10);
        var (other, second) = Begin("other", limit: 10);
        second.Ask(2);
        Exchange(other);
        second.StopAsking();
        Spend(second, 2);
        _authority.TryCommit(other.Life, other.Life, Key, 2);
        first.Ask(1);
        Exchange(one);
        first.StopAsking();
        second.Ask(8);
        Exchange(other);

        Exchange(one);
        one.Open(new LeaseKey("another", "", "", 0), LeaseTerms.Money, new Lock()).Ask(1);
        Exchange(one);

        (first.Size, first.SpentInAll).ShouldBe((0, 2));
    }

    [Fact]
    public void Who_was_paused_notices_before_it_uses_what_others_may_have_by_now()
    {
        var (book, slice) = Begin("a", terms: LeaseTerms.Minute);
        slice.Ask(5);
        Exchange(book);
        slice.Free.ShouldBeGreaterThanOrEqualTo(5);

        _clock.Advance(LeaseTerms.Length - LeaseTerms.Margin);

        slice.Free.ShouldBe(0);
        Exchange(book);
        slice.Free.ShouldBeGreaterThanOrEqualTo(5);
    }

    [Fact]
    public void Money_does_not_expire_and_an_operator_can_free_it()
    {
        var (gone, lost) = Begin("gone", limit: 10);
        var (left, slice) = Begin("left", limit: 10);
        lost.Ask(4);
        Exchange(gone);
        Exchange(left);
        _clock.Advance(TimeSpan.FromDays(30));
        slice.Ask(10);
        Exchange(left);
        slice.Free.ShouldBe(0);

        _authority.Forget("gone").ShouldBeTrue();
        Exchange(left);

        slice.Free.ShouldBe(10);
        gone.Hear(_authority.Exchange(gone.Collect())).ShouldBeFalse();
    }

    /// <summary>It was said that it would never come back, and it has never been away: what it has spent meanwhile it takes along.</summary>
    [Fact]
    public void One_that_was_forgotten_by_mistake_begins_another_life()
    {
        var (book, slice) = Begin("a", limit: 10);
        slice.Ask(1);
        Exchange(book);
        slice.StopAsking();
        Spend(slice, 0.25m);
        _authority.Forget("a");
        book.Hear(_authority.Exchange(book.Collect())).ShouldBeFalse();

        book.BeginLife(_authority.Register("a"));
        slice.Ask(2);
        Exchange(book);

        slice.Free.ShouldBeGreaterThanOrEqualTo(2);
        slice.Spent.ShouldBe(0.25m);
    }

    private (LeaseBook Book, LeaseSlice Slice) Begin(string replica, decimal limit = 100, LeaseTerms? terms = null)
    {
        var book = new LeaseBook(replica, _clock);
        book.BeginLife(_authority.Register(replica));
        var slice = book.Open(Key, terms ?? LeaseTerms.Money, new Lock());
        slice.Limit = limit;
        return (book, slice);
    }

    private void Exchange(LeaseBook book) => book.Hear(_authority.Exchange(book.Collect())).ShouldBeTrue();

    private static void Spend(LeaseSlice slice, decimal amount)
    {
        slice.Take(amount);
        slice.Give(amount);
        slice.Spend(amount);
    }
}
