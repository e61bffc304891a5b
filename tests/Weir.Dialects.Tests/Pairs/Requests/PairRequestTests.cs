using Weir.Testing.Contract;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Dialects.Tests.Pairs.Requests;

/// <summary>What a client of any dialect asks for, a provider of any dialect is asked for.</summary>
public sealed class PairRequestTests
{
    public static TheoryData<Dialect, Dialect, Scenario> All()
    {
        var all = new TheoryData<Dialect, Dialect, Scenario>();
        foreach (var (client, provider) in Pair.All)
            foreach (var scenario in Enum.GetValues<Scenario>())
                if (!Fixtures.Unsayable.Contains((client, scenario))) all.Add(client, provider, scenario);
        return all;
    }

    public static TheoryData<Dialect, Dialect> Translated()
    {
        var pairs = new TheoryData<Dialect, Dialect>();
        foreach (var (client, provider) in Pair.All.Where(pair => pair.Client != pair.Provider)) pairs.Add(client, provider);
        return pairs;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_provider_is_asked_what_the_client_asked(Dialect client, Dialect provider, Scenario scenario)
    {
        var conversation = Spoken.Read(client, Fixtures.Of(client, scenario)!);
        conversation.Reading.Fault.ShouldBeNull();
        conversation.Reading.Omissions.ShouldBeEmpty();
        var request = Spoken.Write(provider, conversation, ModelFor(provider));

        var unsaid = Unsaid.Of(provider, scenario).Where(row => row.Omission is not null).ToList();
        foreach (var omission in conversation.Reading.Omissions)
            unsaid.ShouldContain(row => omission.Path.Contains(row.Omission!, StringComparison.OrdinalIgnoreCase), omission.ToString());
        conversation.Reading.Omissions.Count.ShouldBe(unsaid.Count);
        Comparable(Decoder.Of(provider, request), scenario, client == provider).ShouldBe(Comparable(Unsaid.Meant(provider, scenario), scenario, client == provider), request);
        JsonNode.Parse(request)!["model"]?.GetValue<string>().ShouldBe(ModelFor(provider));
    }

    [ContractTheory]
    [MemberData(nameof(All))]
    public void What_OpenAI_is_asked_fits_its_contract(Dialect client, Dialect provider, Scenario scenario)
    {
        if (provider is not (Dialect.Chat or Dialect.Responses)) return;
        var conversation = Spoken.Read(client, Fixtures.Of(client, scenario)!);
        var request = JsonDocument.Parse(Spoken.Write(provider, conversation)).RootElement;
        OpenApiContract.Instance.JudgeOwn(provider == Dialect.Chat ? "CreateChatCompletionRequest" : "CreateResponse", request).ShouldBeEmpty(request.GetRawText());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_request_of_the_same_dialect_survives_there_and_back(Dialect client, Dialect provider, Scenario scenario)
    {
        if (client != provider) return;
        var there = Spoken.Write(provider, Spoken.Read(client, Fixtures.Of(client, scenario)!), ModelFor(provider));
        var again = Spoken.Read(client, there);
        again.Reading.Fault.ShouldBeNull(there);
        again.Reading.Omissions.ShouldBeEmpty(there);
        Decoder.Of(provider, Spoken.Write(provider, again, ModelFor(provider))).ShouldBe(Decoder.Of(provider, there));
    }

    [Theory]
    [MemberData(nameof(Translated))]
    public void A_member_that_nobody_knows_is_named_among_the_omissions(Dialect client, Dialect provider)
    {
        var request = JsonNode.Parse(Fixtures.Of(client, Scenario.Hello)!)!;
        request["weir_unknown"] = new JsonObject { ["x"] = 1 };
        var conversation = Spoken.Read(client, request.ToJsonString());
        conversation.Reading.Fault.ShouldBeNull();
        var written = Spoken.Write(provider, conversation);
        var isPassedOn = JsonNode.Parse(written)!["weir_unknown"] is not null;
        conversation.Reading.Omissions.Any(omission => omission.Path == "weir_unknown").ShouldBe(!isPassedOn);
        isPassedOn.ShouldBeFalse();
    }

    /// <summary>Thoughts are given back to the provider that signed them alone; a limit that Anthropic wants is added where the client set none.</summary>
    private static string[] Comparable(string[] lines, Scenario scenario, bool isSameDialect) =>
        [.. lines.Where(line => (isSameDialect || !line.StartsWith("assistant|thought|", StringComparison.Ordinal)) && (line != "max|8192" || scenario == Scenario.Limits))];

    private static string ModelFor(Dialect provider) => provider == Dialect.Converse ? "anthropic.claude-sonnet-4-20250514-v1:0" : "upstream-model";
}
