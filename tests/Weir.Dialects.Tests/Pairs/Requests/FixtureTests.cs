namespace Weir.Dialects.Tests.Pairs.Requests;

/// <summary>Fixtures and decoders check each other: what each dialect's fixture says has to be what the scenario means.</summary>
public sealed class FixtureTests
{
    public static TheoryData<Dialect, Scenario> All()
    {
        var all = new TheoryData<Dialect, Scenario>();
        foreach (var client in Pair.Clients)
            foreach (var scenario in Enum.GetValues<Scenario>()) all.Add(client, scenario);
        return all;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_fixture_means_what_its_scenario_means(Dialect client, Scenario scenario)
    {
        var request = Fixtures.Of(client, scenario);
        (request is null).ShouldBe(Fixtures.Unsayable.Contains((client, scenario)));
        if (request is null) return;
        var meaning = Decoder.Of(client, request);
        // Anthropic's clients have to set a limit; the fixtures set Weir's own.
        if (client == Dialect.Messages) meaning = [.. meaning.Where(line => line != "max|8192")];
        meaning.ShouldBe(ExpectedMeaning.Of(scenario));
    }
}
