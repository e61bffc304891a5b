using Weir.Gateway.Hedging;

namespace Weir.Gateway.Tests.Hedging;

public sealed class HedgeBudgetTests
{
    private readonly HedgeBudget _budget = new();

    [Theory]
    [InlineData(50, 20)]
    [InlineData(20, 50)]
    [InlineData(3, 334)]
    public void One_is_earned_by_so_many_calls(int thousandths, int calls)
    {
        var share = thousandths / 1_000m;
        for (var i = 1; i < calls; i++) _budget.Earn(share);
        _budget.TrySpend().ShouldBeFalse();

        _budget.Earn(share);

        _budget.TrySpend().ShouldBeTrue();
        _budget.TrySpend().ShouldBeFalse();
    }

    [Fact]
    public void No_more_than_ten_are_saved_up()
    {
        for (var i = 0; i < 100_000; i++) _budget.Earn(0.05m);

        Enumerable.Range(0, 100).Count(_ => _budget.TrySpend()).ShouldBe(10);
    }

    [Fact]
    public void Whoever_asks_at_the_same_time_is_given_no_more_than_was_earned()
    {
        var given = 0;

        Parallel.For(0, 10_000, _ =>
        {
            _budget.Earn(0.02m);
            if (_budget.TrySpend()) Interlocked.Increment(ref given);
        });

        given.ShouldBe(200);
    }
}
