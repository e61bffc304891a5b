using System.Globalization;
using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>Stored responses whose provider keeps them too, and does so badly.</summary>
[Trait("Category", "Slow")]
public sealed class StoredResponseGuardTests
{
    private const string Responses = """
        providers:
          up: { base_url: "{upstream}", apis: [chat, responses], api_key: "${UPSTREAM_KEY}" }
        deployments:
          big: { provider: up, model: gpt-upstream, price: { input: 1, output: 10 } }
        models:
          asked-model: { route: [big] }
        tenants: { default: {}, rival: {} }
        """;

    [Fact]
    public async Task Two_tenants_whose_provider_gives_them_the_same_identifier_keep_their_own()
    {
        await using var scene = await Scene.StartAsync(Responses);
        using var rival = scene.ClientWith(scene.CreateKey("rival", tenant: "rival").Plaintext);
        Answers(scene, "mine");
        await scene.PostAsync("/v1/responses", """{"model":"asked-model","input":"q"}""");
        Answers(scene, "theirs");
        using (await rival.SendAsync(Scene.Request("/v1/responses", """{"model":"asked-model","input":"q"}""")))
        {
        }

        (await scene.GetAsync("/v1/responses/resp_1")).Body.ShouldContain("mine");
        (await rival.GetStringAsync("/v1/responses/resp_1")).ShouldContain("theirs");
    }

    [Fact]
    public async Task An_identifier_that_comes_up_again_never_mixes_two_conversations()
    {
        await using var scene = await Scene.StartAsync(Responses);
        Answers(scene, "first answer");
        await scene.PostAsync("/v1/responses", """{"model":"asked-model","input":"first question"}""");
        Answers(scene, "second answer");
        await scene.PostAsync("/v1/responses", """{"model":"asked-model","input":"second question"}""");

        (await scene.GetAsync("/v1/responses/resp_1")).Body.ShouldContain("second answer");
        (await scene.GetAsync("/v1/responses/resp_1/input_items")).Body.ShouldContain("second question");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public async Task Input_that_is_no_list_of_items_breaks_nothing(string input)
    {
        await using var scene = await Scene.StartAsync(Responses.Replace("apis:", "account_of: [default], apis:", StringComparison.Ordinal));
        Answers(scene, "hi");
        await scene.PostAsync("/v1/responses", $$$"""{"model":"asked-model","input":{{{input}}},"prompt":{"id":"pmpt_1"}}""");

        var items = await scene.GetAsync("/v1/responses/resp_1/input_items");

        items.Status.ShouldBe(200);
        items.Json.GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task What_nests_deep_is_kept_like_anything_else()
    {
        await using var scene = await Scene.StartAsync(Responses);
        Answers(scene, "hi");
        var deep = new string('[', 100) + new string(']', 100);
        await scene.PostAsync("/v1/responses", $$"""{"model":"asked-model","input":[{"role":"user","content":"q","x":{{deep}}}]}""");

        (await scene.GetAsync("/v1/responses/resp_1")).Status.ShouldBe(200);
        (await scene.GetAsync("/v1/responses/resp_1/input_items")).Body.ShouldContain(deep);
    }

    [Fact]
    public async Task A_response_with_a_senseless_status_can_be_looked_at()
    {
        await using var scene = await Scene.StartAsync(Responses);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, """{"id":"resp_1","object":"response","status":7,"output":null}""");
        await scene.PostAsync("/v1/responses", """{"model":"asked-model","input":"q"}""");

        (await scene.GetAsync("/v1/responses/resp_1")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_response_that_is_forgotten_while_it_is_asked_after_stays_forgotten()
    {
        await using var scene = await Scene.StartAsync(Responses);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, """{"id":"resp_1","object":"response","status":"queued","background":true,"output":[]}""");
        await scene.PostAsync("/v1/responses", """{"model":"asked-model","input":"q","background":true}""");
        scene.Upstream.Behaviour = async (http, _) =>
        {
            if (http.Request.Method == "GET") (await scene.Client.DeleteAsync("/v1/responses/resp_1")).Dispose();
            await JsonAsync(http, 200, """{"id":"resp_1","object":"response","status":"completed","output":[]}""");
        };

        await scene.GetAsync("/v1/responses/resp_1");

        (await scene.GetAsync("/v1/responses/resp_1")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task What_the_provider_does_not_forget_is_not_said_to_be_forgotten()
    {
        await using var scene = await Scene.StartAsync(Responses);
        Answers(scene, "hi");
        await scene.PostAsync("/v1/responses", """{"model":"asked-model","input":"q"}""");
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 500, "{}");

        using var refused = await scene.Client.DeleteAsync("/v1/responses/resp_1");

        ((int)refused.StatusCode).ShouldBe(502);
        (await scene.GetAsync("/v1/responses/resp_1")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_is_gone_on_from_is_named_once()
    {
        await using var scene = await Scene.StartAsync(Responses);
        Answers(scene, "hi");
        await scene.PostAsync("/v1/responses", """{"model":"asked-model","input":"q"}""");

        var answer = await scene.PostAsync("/v1/responses", """{"model":"asked-model","previous_response_id":"resp_of_another_tenant","previous_response_id":"resp_1","input":"and?"}""");

        answer.ShouldBeError(400, "duplicate_parameter", scene);
        scene.Upstream.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_conversation_is_held_in_memory_up_to_the_limit_of_a_request()
    {
        await using var scene = await Scene.StartAsync(Scene.With("limits: { request_body: 4KiB }"));
        var id = "";
        for (var turn = 0; turn < 2; turn++)
        {
            var before = turn == 0 ? "" : $",\"previous_response_id\":\"{id}\"";
            var answer = await scene.PostAsync("/v1/responses", $$"""{"model":"asked-model","input":"{{new string('x', 1500)}}"{{before}}}""");
            answer.Status.ShouldBe(200, answer.Body);
            id = answer.Json.GetProperty("id").GetString()!;
        }

        (await scene.PostAsync("/v1/responses", $$"""{"model":"asked-model","input":"and?","previous_response_id":"{{id}}"}""")).ShouldBeError(413, "request_too_large", scene);
        (await scene.GetAsync($"/v1/responses/{id}/input_items")).Status.ShouldBe(413);
        scene.Upstream.Seen.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_purge_takes_all_that_is_over_its_time()
    {
        var time = new FakeTimeProvider();
        await using var scene = await Scene.StartAsync(Responses + "\nresponses: { retention: 10m }", time);
        var number = 0;
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, Response((++number).ToString(CultureInfo.InvariantCulture), "x"));
        for (var i = 0; i < 201; i++) await scene.PostAsync("/v1/responses", """{"model":"asked-model","input":"q"}""");
        time.Advance(TimeSpan.FromMinutes(11));

        var store = scene.Part<Weir.Gateway.Responses.ResponseStore>();
        (await store.PurgeAsync()).ShouldBe(201);
        (await store.PurgeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_response_that_fails_in_its_stream_is_told_in_the_providers_words()
    {
        const string Failed = "event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"the model fell over\"}},\"sequence_number\":2}\n\n";
        await using var scene = await Scene.StartAsync(Responses);
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Failed);

        var answer = await scene.PostAsync("/v1/responses", """{"model":"asked-model","stream":true,"input":"q"}""");

        answer.Body.ShouldContain("the model fell over");
        scene.Ledger(answer.RequestId)!.Outcome.ShouldBe(Outcome.UpstreamError);
    }

    [Fact]
    public async Task A_stream_that_is_done_without_its_last_event_is_not_presented_as_whole()
    {
        const string Delta = "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"item_id\":\"m\",\"output_index\":0,\"content_index\":0,\"delta\":\"Hi\",\"sequence_number\":1}\n\n";
        await using var scene = await Scene.StartAsync(Responses);
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Delta, Done);

        var answer = await scene.PostAsync("/v1/responses", """{"model":"asked-model","stream":true,"input":"q"}""");

        answer.Body.ShouldNotContain("[DONE]");
        (await scene.LedgerRowsAsync(1))[0].Outcome.ShouldBe(Outcome.Truncated);
    }

    private static void Answers(Scene scene, string text) => scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, Response("1", text));

    private static string Response(string id, string text) => $$$"""
        {"id":"resp_{{{id}}}","object":"response","status":"completed","model":"gpt-up","output":[{"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"{{{text}}}","annotations":[]}]}],"usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}
        """;
}
