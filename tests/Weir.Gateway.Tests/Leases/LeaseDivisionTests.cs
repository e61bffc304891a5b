using Weir.Gateway.Leases;

namespace Weir.Gateway.Tests.Leases;

public sealed class LeaseDivisionTests
{
    [Fact]
    public void Wishes_are_filled_evenly_and_nobody_gets_more_than_it_wants()
    {
        LeaseClaim[] claims = [Wants(10), Wants(100), Wants(35)];

        LeaseDivision.Divide(100, claims, 1).ShouldBe(100);

        claims.Select(static claim => claim.Target).ShouldBe([10, 55, 35]);
    }

    [Fact]
    public void What_cannot_be_divided_stays_free()
    {
        LeaseClaim[] claims = [Wants(10), Wants(10), Wants(10)];

        LeaseDivision.Divide(10, claims, 1);

        claims.Select(static claim => claim.Target).ShouldBe([3, 3, 3]);
    }

    [Fact]
    public void What_is_in_use_and_what_is_in_doubt_stays_where_it_is()
    {
        LeaseClaim[] claims = [new(40, 40, 0, 0, 0, IsHeard: true), new(25, 0, 0, 0, 0, IsHeard: false), Wants(100)];

        LeaseDivision.Divide(100, claims, 1).ShouldBe(35);

        claims.Select(static claim => (claim.Target, claim.Excess)).ShouldBe([(40, 0), (25, 0), (35, 0)]);
    }

    /// <summary>Half of what a call needs is of no use to two replicas.</summary>
    [Fact]
    public void Of_two_who_need_all_that_is_left_the_one_who_waits_longer_gets_it()
    {
        LeaseClaim[] claims = [new(5, 0, 10, 10, Since: 2, IsHeard: true), new(5, 0, 10, 10, Since: 1, IsHeard: true)];

        LeaseDivision.Divide(10, claims, 1);

        claims.Select(static claim => (claim.Target, claim.Excess)).ShouldBe([(0, 5), (10, 0)]);
    }

    [Fact]
    public void One_that_does_not_fit_keeps_nobody_behind_it_waiting()
    {
        LeaseClaim[] claims = [new(0, 0, 50, 50, Since: 1, IsHeard: true), new(0, 0, 8, 8, Since: 2, IsHeard: true), new(60, 0, 0, 0, 0, IsHeard: false)];

        LeaseDivision.Divide(100, claims, 1);

        claims.Select(static claim => claim.Target).ShouldBe([0, 8, 60]);
    }

    [Fact]
    public void No_more_is_asked_back_than_others_are_short_of()
    {
        LeaseClaim[] claims = [new(60, 10, 0, 20, 0, IsHeard: true), new(30, 0, 0, 10, 0, IsHeard: true), new(0, 0, 25, 25, Since: 1, IsHeard: true)];

        LeaseDivision.Divide(100, claims, 1).ShouldBe(10);

        claims.Sum(static claim => claim.Excess).ShouldBe(15);
    }

    [Fact]
    public void A_limit_that_was_lowered_below_what_is_held_has_it_asked_back()
    {
        LeaseClaim[] claims = [new(60, 10, 0, 60, 0, IsHeard: true), new(40, 0, 0, 40, 0, IsHeard: true)];

        LeaseDivision.Divide(50, claims, 1).ShouldBe(-50);

        claims.Select(static claim => claim.Held - claim.Excess).Sum().ShouldBe(50);
    }

    [Fact]
    public void What_is_in_use_is_asked_for_by_who_waits_longer_than_its_user()
    {
        LeaseClaim[] claims = [new(80, 80, 0, 80, 0, IsHeard: true), new(10, 10, 5, 15, Since: 1, IsHeard: true), new(10, 10, 30, 40, Since: 2, IsHeard: true)];

        LeaseDivision.Divide(100, claims, 1).ShouldBe(0);

        claims.Select(static claim => claim.Excess).ShouldBe([30, 0, 5]);
    }

    private static LeaseClaim Wants(decimal amount) => new(0, 0, 0, amount, 0, IsHeard: true);
}
