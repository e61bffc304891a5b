using Weir.Gateway.Scheduling.Fairness;

namespace Weir.Gateway.Tests.Scheduling.Fairness;

public sealed class QueueDelayTests
{
    [Theory]
    // Every 100 ms one gets through; what counts is the quickest of a second.
    [InlineData(600, 600, true)]
    [InlineData(600, 400, false)]
    [InlineData(500, 500, false)]
    public void A_queue_stands_when_for_a_second_nobody_gets_through_quickly(int wait, int quickest, bool stands)
    {
        var delay = new QueueDelay();
        for (var i = 0; i <= 20; i++) delay.Passed(TimeSpan.FromMilliseconds(5_000 + (i * 100)), TimeSpan.FromMilliseconds(i % 10 == 5 ? quickest : wait));

        delay.IsStanding.ShouldBe(stands);
    }

    [Fact]
    public void One_that_is_empty_does_not_stand()
    {
        var delay = new QueueDelay();
        for (var i = 0; i <= 20; i++) delay.Passed(TimeSpan.FromMilliseconds(5_000 + (i * 100)), TimeSpan.FromSeconds(2));
        delay.IsStanding.ShouldBeTrue();

        delay.Emptied();
        delay.IsStanding.ShouldBeFalse();
    }
}
