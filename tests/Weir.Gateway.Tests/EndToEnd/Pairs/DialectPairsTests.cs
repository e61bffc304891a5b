using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Gateway.Ledger;
using Weir.Testing;
using Weir.Testing.Contract;

namespace Weir.Gateway.Tests.EndToEnd.Pairs;

/// <summary>
/// Every dialect of clients before every dialect of providers. The simulator is strict in each of them: it refuses what its
/// provider would refuse, thoughts whose signature it did not make above all.
/// </summary>
[Trait("Category", "Slow")]
public sealed class DialectPairsTests(DialectPairsTests.Gateway gateway) : IClassFixture<DialectPairsTests.Gateway>
{
    private const string Peculiar = "Zoë's naïve 🦫 dam: \"tab\there\", back\\slash, {json}, data: [DONE]?";

    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var client in PairClient.All.Keys)
            foreach (var upstream in SimulatedProviders.All) pairs.Add(client, upstream);
        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Text_comes_back_as_it_was_sent(string client, string upstream)
    {
        var answer = await AnswerAsync(client, upstream, PairClient.All[client].Ask(upstream, "Be brief.", "repeat exactly: " + Peculiar, streamed: false));

        PairClient.All[client].Text(answer.Json).ShouldBe(Peculiar);
        ShouldBeSettled(answer, upstream, streamed: false);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task System_prompts_arrive(string client, string upstream)
    {
        var answer = await AnswerAsync(client, upstream, PairClient.All[client].Ask(upstream, "You are é weir.", "repeat the system prompt", streamed: false));

        PairClient.All[client].Text(answer.Json).ShouldBe("You are é weir.");
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Streamed_text_comes_back_as_it_was_sent_and_ends_as_the_dialect_wants(string client, string upstream)
    {
        var asked = PairClient.All[client].Ask(upstream, "Be brief.", "repeat exactly: " + Peculiar, streamed: true);
        var answer = await gateway.Scene.PostAsync(PairClient.All[client].Path(upstream, streamed: true), asked.ToJsonString());
        answer.Status.ShouldBe(200, answer.Body);

        PairClient.All[client].Assemble(EventsOf(answer.Body), answer.Body).ShouldBe((Peculiar, true));
        ShouldBeSettled(answer, upstream, streamed: true);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task However_a_stream_is_cut_into_pieces_its_events_are_the_same(string client, string upstream)
    {
        var asked = PairClient.All[client].Ask(upstream, "Be brief.", "repeat exactly: " + Peculiar, streamed: true).ToJsonString();
        foreach (var size in (int[])[1, 7, 64])
        {
            var answer = await gateway.Scene.PostAsync(PairClient.All[client].Path(upstream, streamed: true), asked, ("x-sim-fault", $"split:{size}"));
            answer.Status.ShouldBe(200, answer.Body);
            PairClient.All[client].Assemble(EventsOf(answer.Body), answer.Body).ShouldBe((Peculiar, true), $"in pieces of {size}");
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_stream_that_is_cut_short_is_never_presented_as_whole(string client, string upstream)
    {
        var speaker = PairClient.All[client];
        var asked = speaker.Ask(upstream, "Be brief.", "repeat exactly: " + Peculiar, streamed: true).ToJsonString();
        foreach (var fault in (string[])["cut:3", "end:3"])
        {
            var answer = await gateway.Scene.PostAsync(speaker.Path(upstream, streamed: true), asked, ("x-sim-fault", fault));
            var row = (await gateway.Scene.LedgerRowsAsync(1))[^1];
            (answer.Status != 200 || answer.IsBrokenOff).ShouldBeTrue($"{fault}: {answer.Body}");
            row.Outcome.ShouldBeOneOf(Outcome.Truncated, Outcome.UpstreamFailed, Outcome.UpstreamError);
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_model_that_thinks_calls_two_tools_at_once_and_goes_on_from_their_results(string client, string upstream)
    {
        var speaker = PairClient.All[client];
        var asked = speaker.AskWithTools(upstream, "call get_weather and get_time");
        var first = await AnswerAsync(client, upstream, asked);

        var calls = speaker.Calls(first.Json);
        calls.Select(call => call.Name).ShouldBe(["get_weather", "get_time"]);
        foreach (var (_, arguments) in calls) JsonDocument.Parse(arguments).RootElement.GetProperty("city").ValueKind.ShouldBe(JsonValueKind.String);
        ShouldBeSettled(first, upstream, streamed: false);

        // With the thoughts and their signatures, where the client's dialect has room for them.
        var second = await AnswerAsync(client, upstream, speaker.GoOn(asked, first.Json, "sunny \"all\" day"));
        speaker.Text(second.Json).ShouldBe("The tool answered: sunny \"all\" day; sunny \"all\" day");
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_client_that_wants_one_call_at_a_time_gets_one_and_goes_on_from_it(string client, string upstream)
    {
        var speaker = PairClient.All[client];
        if (speaker.OneAtATime(speaker.AskWithTools(upstream, "call get_weather and get_time")) is not { } asked) return;
        var first = await AnswerAsync(client, upstream, asked);
        speaker.Calls(first.Json).ShouldHaveSingleItem().Name.ShouldBe("get_weather");
        ShouldBeSettled(first, upstream, streamed: false);

        asked["stream"] = true;
        var streamed = await gateway.Scene.PostAsync(speaker.Path(upstream, streamed: true), asked.ToJsonString());
        asked["stream"] = false;
        speaker.Names(EventsOf(streamed.Body)).ShouldBe(["get_weather"], streamed.Body);
        ShouldBeSettled(streamed, upstream, streamed: true);

        var second = await AnswerAsync(client, upstream, speaker.GoOn(asked, first.Json, "sunny"));
        speaker.Text(second.Json).ShouldBe("The tool answered: sunny");
    }

    [Theory]
    [InlineData("chat", 1)]
    [InlineData("chat", 5)]
    [InlineData("messages", 1)]
    [InlineData("messages", 5)]
    [InlineData("gemini", 1)]
    [InlineData("gemini", 5)]
    public async Task A_limit_that_the_responses_API_does_not_take_is_kept(string client, int limit)
    {
        var speaker = PairClient.All[client];
        var answer = await AnswerAsync(client, "responses", speaker.Limit(speaker.Ask("responses", "Be brief.", "repeat exactly: " + Peculiar + Peculiar, streamed: false), limit));
        Peculiar.ShouldStartWith(speaker.Text(answer.Json));
        speaker.Text(answer.Json).Length.ShouldBeInRange(1, 3 * limit);
        speaker.IsLimited(answer.Json).ShouldBeTrue(answer.Body);
        // What the provider counted is what is charged.
        gateway.Scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200).Usage.Output.ShouldBe(16);

        var streamed = await gateway.Scene.PostAsync(
            speaker.Path("responses", streamed: true), speaker.Limit(speaker.Ask("responses", "Be brief.", "repeat exactly: " + Peculiar + Peculiar, streamed: true), limit).ToJsonString());
        streamed.Status.ShouldBe(200, streamed.Body);
        speaker.Assemble(EventsOf(streamed.Body), streamed.Body).Text.ShouldBe(speaker.Text(answer.Json), streamed.Body);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task How_likely_tokens_were_is_told_where_it_can_be_asked(string client, string upstream)
    {
        var speaker = PairClient.All[client];
        if (speaker.AskForOdds(speaker.Ask(upstream, "Be brief.", "repeat exactly: " + Peculiar, streamed: false)) is not { } asked) return;
        if (upstream is "messages" or "converse")
        {
            var refused = await gateway.Scene.PostAsync(speaker.Path(upstream, streamed: false), asked.ToJsonString());
            (refused.Status, refused.Body.Contains("logprobs", StringComparison.Ordinal)).ShouldBe((400, true), refused.Body);
            return;
        }
        var plain = speaker.Odds([(await AnswerAsync(client, upstream, asked)).Json]).ToList();
        var streamed = await gateway.Scene.PostAsync(speaker.Path(upstream, streamed: true), speaker.AskForOdds(speaker.Ask(upstream, "Be brief.", "repeat exactly: " + Peculiar, streamed: true))!.ToJsonString());

        string.Concat(plain.Select(token => token.Token)).ShouldBe(Peculiar);
        plain.ShouldAllBe(token => token.Logprob < 0 && token.Others == 2);
        speaker.Odds(EventsOf(streamed.Body)).ShouldBe(plain);
    }

    [ContractTheory]
    [MemberData(nameof(OpenAIPairs))]
    public async Task What_OpenAIs_clients_are_told_keeps_to_OpenAIs_contract(string client, string upstream)
    {
        var (speaker, contract) = (PairClient.All[client], OpenApiContract.Instance);
        var (body, @event) = client == "chat" ? ("CreateChatCompletionResponse", "CreateChatCompletionStreamResponse") : ("Response", "ResponseStreamEvent");

        contract.Judge(body, (await AnswerAsync(client, upstream, speaker.Ask(upstream, "Be brief.", "hi", streamed: false))).Json).ShouldBeEmpty();
        contract.Judge(body, (await AnswerAsync(client, upstream, speaker.AskWithTools(upstream, "call get_weather"))).Json).ShouldBeEmpty();
        var streamed = await gateway.Scene.PostAsync(speaker.Path(upstream, streamed: true), speaker.Ask(upstream, "Be brief.", "hi", streamed: true).ToJsonString());
        foreach (var told in EventsOf(streamed.Body)) contract.Judge(@event, told).ShouldBeEmpty(told.GetRawText());

        var refused = await gateway.Scene.PostAsync(speaker.Path(upstream, streamed: false), """{"model":"nobody"}""");
        contract.Judge("ErrorResponse", refused.Json).ShouldBeEmpty();
    }

    public static TheoryData<string, string> OpenAIPairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var pair in Pairs())
            if (pair[0] is "chat" or "responses") pairs.Add((string)pair[0], (string)pair[1]);
        return pairs;
    }

    private async Task<Answer> AnswerAsync(string client, string upstream, JsonObject body)
    {
        var answer = await gateway.Scene.PostAsync(PairClient.All[client].Path(upstream, streamed: false), body.ToJsonString());
        answer.Status.ShouldBe(200, answer.Body);
        return answer;
    }

    private void ShouldBeSettled(Answer answer, string upstream, bool streamed)
    {
        var row = gateway.Scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        (row.Deployment, row.Streamed, row.UsageSource).ShouldBe((upstream, streamed, UsageSource.Provider));
        row.Usage.Input.ShouldBeGreaterThan(0);
        row.Usage.Output.ShouldBeGreaterThan(0);
        row.Cost.ShouldNotBeNull().ShouldBeGreaterThan(0);
    }

    private static List<JsonElement> EventsOf(string stream) =>
        [.. stream.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line["data: ".Length..]).RootElement)];

    /// <summary>One gateway for all pairs.</summary>
    public sealed class Gateway : IAsyncLifetime
    {
        internal Scene Scene { get; private set; } = null!;

        public async Task InitializeAsync() => Scene = await Scene.StartSimulatedAsync(configuration: SimulatedProviders.Configuration);

        public async Task DisposeAsync() => await Scene.DisposeAsync();
    }
}
