using Weir.Gateway.Anomalies;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Anomalies;

/// <summary>How much is found, how soon, and how often there is nothing to find: on made-up months of many subjects.</summary>
public sealed class SpendProofTests(ITestOutputHelper output)
{
    /// <summary>Always the same: a proof that fails one night in ten proves nothing.</summary>
    private const int Seed = 7;

    private const int WarmUp = 28 * 24;
    private const int Month = 30 * 24;

    private static readonly double[] Noises = [0.15, 0.25];
    private static readonly SpendRules Rules = new(Floor: 1, NewFloor: 20);

    [Fact]
    public void A_few_subjects_are_enough_to_see_that_it_works()
    {
        FalseAlarms(Seed, subjects: 3, noise: 0.25).ShouldBeLessThanOrEqualTo(0.5);
        Found(Seed, subjects: 8, noise: 0.25, times: 3).Share.ShouldBeGreaterThanOrEqualTo(0.85);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void What_triples_for_six_hours_is_found_within_three_and_there_are_few_false_alarms()
    {
        output.WriteLine($"seed {Seed}");
        output.WriteLine("noise | false alarms/30 d | x2 found <=3 h, in all, delay | x3 | x5");
        foreach (var noise in Noises)
        {
            var quiet = FalseAlarms(Seed, subjects: 60, noise);
            var rows = new[] { 2.0, 3.0, 5.0 }.Select(times => Found(Seed, subjects: 100, noise, times)).ToArray();
            output.WriteLine($"{noise:0.00} | {quiet:0.000} | " + string.Join(" | ", rows.Select(row => $"{row.Share:P1} {row.InAll:P1} {row.Delay:0.0} h")));
            quiet.ShouldBeLessThanOrEqualTo(0.2);
            rows[1].Share.ShouldBeGreaterThanOrEqualTo(0.95);
            rows[2].Share.ShouldBeGreaterThanOrEqualTo(0.99);
        }
    }

    /// <summary>Findings in thirty days of a subject to whom nothing happens.</summary>
    private static double FalseAlarms(int seed, int subjects, double noise)
    {
        var findings = 0;
        for (var subject = 0; subject < subjects; subject++)
        {
            var (spend, state) = (new SyntheticSpend(seed + subject, noise), new SpendState(Rules));
            for (var hour = 0; hour < WarmUp + Month; hour++)
                if (state.Close(SyntheticSpend.Start + hour, spend.At(SyntheticSpend.Start + hour)) is not null && hour >= WarmUp) findings++;
        }
        return (double)findings / subjects;
    }

    /// <summary>Lets each subject spend so many times as much for six hours that begin at any hour of two weeks.</summary>
    private static (double Share, double InAll, double Delay) Found(int seed, int subjects, double noise, double times)
    {
        var delays = new List<int>();
        for (var subject = 0; subject < subjects; subject++)
        {
            var (spend, state) = (new SyntheticSpend(seed + 10_000 + subject, noise), new SpendState(Rules));
            var begin = WarmUp + (subject * 37 % (14 * 24));
            for (var hour = 0; hour < begin + 6; hour++)
            {
                var found = state.Close(SyntheticSpend.Start + hour, spend.At(SyntheticSpend.Start + hour, hour >= begin ? times : 1));
                if (hour < begin || found is null) continue;
                delays.Add(hour - begin + 1);
                break;
            }
        }
        return ((double)delays.Count(delay => delay <= 3) / subjects, (double)delays.Count / subjects, delays.DefaultIfEmpty(99).Average());
    }
}
