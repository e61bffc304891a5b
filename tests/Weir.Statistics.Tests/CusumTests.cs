namespace Weir.Statistics.Tests;

public sealed class CusumTests
{
    [Fact]
    public void A_small_rise_that_lasts_is_found_and_one_high_value_is_when_it_is_far_out()
    {
        var (lasting, once, calm) = (new Cusum(), new Cusum(), new Cusum());
        for (var hour = 0; hour < 2; hour++) lasting.Add(2.8);
        lasting.IsAlarm.ShouldBeFalse();
        lasting.Add(2.8);
        lasting.IsAlarm.ShouldBeTrue();

        once.Add(5);
        once.IsAlarm.ShouldBeFalse();
        once.Add(1_000);
        once.Sum.ShouldBe(4 + 5);

        for (var hour = 0; hour < 1_000; hour++) calm.Add(hour % 2 == 0 ? 1.5 : -1.5);
        calm.IsAlarm.ShouldBeFalse();
    }

    [Fact]
    public void Independent_values_without_a_rise_alarm_less_often_than_once_in_five_thousand()
    {
        var (random, sum, alarms) = (new Random(11), new Cusum(), 0);
        for (var hour = 0; hour < 200_000; hour++)
        {
            sum.Add(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
            if (!sum.IsAlarm) continue;
            alarms++;
            sum.Reset();
        }

        alarms.ShouldBeInRange(1, 40);
    }
}
