using Weir.Gateway.Scheduling.Starvation;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Scheduling.Starvation;

/// <summary>Whatever happened, the sweep adds up what looking at every microsecond does.</summary>
public sealed class QueueSweepTests(ITestOutputHelper output)
{
    private const int Lines = 4;
    private const int From = 20;
    private const int To = 120;

    [Fact]
    public void It_adds_up_what_every_microsecond_was_like()
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        var random = new Random(TestSeed.Value);
        for (var round = 0; round < 200; round++)
        {
            var stays = Enumerable.Range(0, random.Next(1, 25)).Select(_ => Stay(random)).ToArray();
            var sweep = new QueueSweep(Lines, From, To);
            foreach (var stay in stays) sweep.Add(stay, stay.Group);
            sweep.Run();
            ShouldBeAsSeen(sweep, stays);
        }
    }

    private static void ShouldBeAsSeen(QueueSweep sweep, Stay[] stays)
    {
        var (held, waited, nobody, pairs) = (new double[Lines], new double[Lines], new double[Lines], new double[Lines, Lines]);
        for (var now = From; now < To; now++)
        {
            var places = new double[Lines];
            foreach (var stay in stays.Where(stay => stay.Began <= now && now < stay.Ended)) places[stay.Group] += stay.Places;
            for (var line = 0; line < Lines; line++)
            {
                var waiting = stays.Count(stay => stay.Group == line && stay.Came <= now && now < stay.Began);
                held[line] += places[line];
                waited[line] += waiting;
                if (places.Sum() <= 0) nobody[line] += waiting;
                else for (var holder = 0; holder < Lines; holder++) pairs[line, holder] += waiting * places[holder] / places.Sum();
            }
        }
        for (var line = 0; line < Lines; line++)
        {
            sweep.Held[line].ShouldBe(held[line], 1e-6);
            sweep.Waited[line].ShouldBe(waited[line], 1e-6);
            sweep.NobodyWhileWaiting[line].ShouldBe(nobody[line], 1e-6);
            for (var holder = 0; holder < Lines; holder++) sweep.HeldWhileWaiting[line, holder].ShouldBe(pairs[line, holder], 1e-6);
        }
    }

    private static Stay Stay(Random random)
    {
        var came = random.Next(0, 130);
        var began = came + random.Next(0, 40);
        var isServed = random.Next(4) > 0;
        return new Stay(random.Next(Lines), came, began, isServed ? began + random.Next(0, 60) : began, random.Next(3) == 0 ? 1.0 / 3 : 1, isServed ? StayEnd.Served : StayEnd.Refused);
    }
}
