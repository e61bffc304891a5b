using Weir.Testing;

namespace Weir.Gateway.Tests.Scheduling;

public sealed class RetryStormTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(40)]
    [InlineData(70)]
    public void Five_seconds_after_a_brownout_all_is_as_before_and_retries_never_were_the_load(double brownout)
    {
        using var storm = new WeirStorm(TestSeed.Value);
        storm.Run(brownout);
        var why = $"seed {TestSeed.Value}, {brownout} calls a second";

        storm.GoodputFrom(0, RetryStorm.Begins - 2).ShouldBeGreaterThan(0.999, why);
        for (var second = RetryStorm.Ends + 5; second < 110; second += 5) storm.GoodputFrom(second, second + 5).ShouldBeGreaterThanOrEqualTo(0.95, $"{why}, second {second}");
        for (var second = 10; second <= 120; second++)
        {
            ((double)storm.Attempts[..second].Sum() / storm.Calls[..second].Sum()).ShouldBeLessThanOrEqualTo(1.25, $"{why}, until second {second}");
            ((double)storm.Attempts[(second - 10)..second].Sum() / storm.Calls[(second - 10)..second].Sum()).ShouldBeLessThanOrEqualTo(1.25, $"{why}, 10 s until second {second}");
        }
    }

    /// <summary>What the test above would find without anything to find.</summary>
    [Fact]
    public void Without_it_the_storm_goes_on_by_itself()
    {
        var storm = new NaiveStorm(TestSeed.Value);
        storm.Run(10);

        storm.GoodputFrom(0, RetryStorm.Begins - 2).ShouldBeGreaterThan(0.999);
        storm.GoodputFrom(100, 110).ShouldBeLessThan(0.2);
        storm.Attempts[100..110].Sum().ShouldBeGreaterThan(storm.Calls[100..110].Sum() * 2);
    }
}
