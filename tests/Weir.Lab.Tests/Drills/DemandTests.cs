using Weir.Lab.Drills.Scenes;
using static Weir.Lab.Tests.Drills.SceneResults;

namespace Weir.Lab.Tests.Drills;

public sealed class DemandTests
{
    [Fact]
    public void Whole_counts_only_whole_answers()
    {
        var result = Of(Call(1), Call(2), Call(3, Whole with { Text = "A" }), Call(4, Whole with { HasEnd = false }));

        Demand.Whole(0.5).Measure(result).ShouldBe(0.5);
        Demand.Whole(0.5).IsMet(0.5).ShouldBeTrue();
        Demand.Whole(0.5).IsMet(0.49).ShouldBeFalse();
    }

    [Fact]
    public void A_wrong_text_with_a_proper_end_is_dishonest_and_one_with_an_error_is_not()
    {
        var result = Of(Call(1, Whole with { Text = "Half of" }), Call(2, Whole with { Text = "Half of", Error = "upstream_cut" }), Call(3, Whole with { Text = "Half", Finish = null }));

        Demand.NothingDishonest.Measure(result).ShouldBe(1);
    }

    [Fact]
    public void Waits_are_counted_from_when_the_call_was_meant_to_be_made()
    {
        var result = Of(Call(1, late: 2));

        Demand.FirstToken(1).Measure(result).ShouldBe(2.3, tolerance: 0.001);
        Demand.LongestWait(1).Measure(result).ShouldBe(3.5, tolerance: 0.001);
    }

    [Fact]
    public void A_call_without_a_word_waited_until_its_end() =>
        Demand.FirstToken(1).Measure(Of(Call(1, Whole with { FirstToken = null }))).ShouldBe(1.5, tolerance: 0.001);

    [Fact]
    public void Users_suffer_until_the_last_bad_call_after_the_recovery()
    {
        Demand.UsersRecovered(1).Measure(Of(Call(15, Whole with { Status = 503 }), Call(21))).ShouldBe(0);
        Demand.UsersRecovered(1).Measure(Of(Call(21, Whole with { Status = 503 }), Call(22), Call(24, late: 3), Call(25))).ShouldBe(4, tolerance: 0.001);
    }

    [Fact]
    public void A_provider_that_never_answers_again_is_never_back()
    {
        var measured = Demand.ProvidersBack(15).Measure(Of(Call(1)));

        Demand.ProvidersBack(15).Show(measured).ShouldBe("never");
        Demand.ProvidersBack(15).IsMet(measured).ShouldBeFalse();
    }

    [Fact]
    public void Calls_missing_from_the_ledger_and_calls_in_it_twice_are_found()
    {
        Demand.EveryCallInTheLedger.Measure(Of(Call(1), Call(2)) with { LedgerRows = 1 }).ShouldBe(1);
        Demand.EveryCallInTheLedger.Measure(Of(Call(1), Call(2)) with { LedgerRows = 3 }).ShouldBe(1);
    }

    [Fact]
    public void Nothing_to_measure_misses_the_objective()
    {
        Demand.Whole(0.5).IsMet(Demand.Whole(0.5).Measure(Of())).ShouldBeFalse();
        Demand.FirstToken(5).IsMet(Demand.FirstToken(5).Measure(Of())).ShouldBeFalse();
    }
}
