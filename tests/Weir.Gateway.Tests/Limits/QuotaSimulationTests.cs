using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Limits;

public sealed class QuotaSimulationTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1150, 211, true)]
    [InlineData(800, 200, false)]
    [InlineData(600, 300, true)]
    [InlineData(600, 300, false)]
    [InlineData(400, 150, true)]
    public void Of_a_limit_that_twice_as_much_is_asked_of_nearly_all_is_used_and_hardly_ever_more(int meanInput, double meanOutput, bool heavyTail)
    {
        var run = Simulate(meanInput, meanOutput, heavyTail);

        run.Utilisation.ShouldBeGreaterThanOrEqualTo(0.94);
        run.Over.ShouldBeLessThanOrEqualTo(0.04);
        run.Peak.ShouldBeLessThan(1.1);
    }

    /// <summary>Each call runs for ten seconds, in which what it will produce is kept free: the price of not being over.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_half_of_all_tokens_are_of_long_answers_a_little_less_is_used(bool heavyTail)
    {
        var run = Simulate(500, 500, heavyTail);

        run.Utilisation.ShouldBeGreaterThanOrEqualTo(0.91);
        run.Over.ShouldBeLessThanOrEqualTo(0.04);
        run.Peak.ShouldBeLessThan(1.1);
    }

    private QuotaSimulation Simulate(int meanInput, double meanOutput, bool heavyTail)
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        var run = new QuotaSimulation(TestSeed.Value, 100_000, 2.2, meanInput, meanOutput, heavyTail).Run(TimeSpan.FromMinutes(5), TimeSpan.FromHours(2));
        output.WriteLine($"{meanInput}/{meanOutput}: {run.Utilisation:P1} used, over for {run.Over:P2} of the time, {run.Peak:P1} at the peak");
        return run;
    }
}
