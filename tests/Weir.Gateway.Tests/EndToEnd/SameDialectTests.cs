using System.Text;
using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Gateway.Tests.EndToEnd.ForeignUpstream;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>Clients whose upstream speaks their own dialect: the bytes pass as they are.</summary>
public sealed class SameDialectTests
{
    private const string Responses = """
        providers:
          up: { base_url: "{upstream}", apis: [chat, responses], api_key: "${UPSTREAM_KEY}" }
        deployments:
          big: { provider: up, model: gpt-upstream, price: { input: 1, output: 10 } }
        models:
          asked-model: { route: [big] }
        """;

    private const string MessagesBody = """{"max_tokens":10, "model":"asked-model","x":{"b":1,"a":2.50},"messages":[{"role":"user","content":"h\u00e9"}] }""";

    [Fact]
    public async Task A_messages_call_keeps_every_byte_but_the_models_name()
    {
        await using var scene = await Scene.StartAsync(Anthropic);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, ForeignUpstream.Answer);

        var answer = await scene.PostAsync("/v1/messages?beta=true", MessagesBody, ("anthropic-version", "2026-10-21"), ("anthropic-beta", "flag-1,flag-2"));

        answer.Body.ShouldBe(ForeignUpstream.Answer);
        answer.Headers["request-id"].ShouldBe(answer.RequestId);
        var seen = scene.Upstream.Seen.ShouldHaveSingleItem();
        seen.Body.ShouldBe(MessagesBody.Replace("asked-model", "claude-upstream", StringComparison.Ordinal));
        seen.Path.ShouldBe("/v1/messages?beta=true");
        (seen.Headers["anthropic-version"], seen.Headers["anthropic-beta"]).ShouldBe(("2026-10-21", "flag-1,flag-2"));
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        (row.Endpoint, row.Usage, row.FinishReason, row.ModelAnswered).ShouldBe(("messages", new TokenUsage(1000, 200, 900, 30), "end_turn", "claude-upstream-2026"));
    }

    [Fact]
    public async Task A_messages_stream_keeps_every_byte()
    {
        await using var scene = await Scene.StartAsync(Anthropic);
        string[] events = [Start, Event("ping", """{"type": "ping"}"""), BlockStart, Delta("Hel"), Event("x_new", """{"type":"x_new","x":1}"""), Delta("l\\u006f"), BlockStop, End];
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, events);

        var answer = await scene.PostAsync("/v1/messages", """{"model":"asked-model","stream":true,"max_tokens":10,"messages":[]}""");

        answer.Body.ShouldBe(string.Concat(events));
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        (row.Usage, row.UsageSource, row.FinishReason).ShouldBe((new TokenUsage(1000, 5, 900, 30), UsageSource.Provider, "end_turn"));
    }

    [Fact]
    public async Task A_messages_stream_that_is_cut_is_not_presented_as_whole()
    {
        await using var scene = await Scene.StartAsync(Anthropic);
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Start, BlockStart, Delta("Hel"));

        using var response = await scene.Client.SendAsync(
            Scene.Request("/v1/messages", """{"model":"asked-model","stream":true,"max_tokens":10,"messages":[]}"""), HttpCompletionOption.ResponseHeadersRead);
        using var reply = new StreamedReply(response);
        var text = await reply.ToBreakAsync();

        text.ShouldStartWith(Start + BlockStart + Delta("Hel"));
        text.ShouldContain("event: error\ndata: {\"type\":\"error\"");
        text.ShouldNotContain("message_stop");
        scene.Ledger(reply.RequestId)!.Outcome.ShouldBe(Outcome.Truncated);
    }

    [Fact]
    public async Task An_error_of_the_upstream_passes_as_it_is_without_secrets()
    {
        await using var scene = await Scene.StartAsync(Anthropic);
        scene.Upstream.Behaviour = (http, _) => ErrorAsync(http, 529, "overloaded_error", $"busy {Scene.UpstreamKey}");

        var answer = await scene.PostAsync("/v1/messages", MessagesBody);

        answer.Status.ShouldBe(529);
        answer.Body.ShouldStartWith("""{"type":"error","error":{"type":"overloaded_error","message":"busy """);
        answer.Body.ShouldNotContain(Scene.UpstreamKey);
    }

    [Fact]
    public async Task Errors_of_the_gateway_are_in_the_clients_shape()
    {
        await using var scene = await Scene.StartAsync(Anthropic);

        var unknown = await scene.PostAsync("/v1/messages", """{"model":"asked-mode","max_tokens":1,"messages":[]}""");
        unknown.Status.ShouldBe(404);
        (unknown.Json.GetProperty("type").GetString(), unknown.Json.GetProperty("error").GetProperty("type").GetString()).ShouldBe(("error", "not_found_error"));
        unknown.Json.GetProperty("request_id").GetString().ShouldBe(unknown.RequestId);

        using var stranger = scene.ClientWith("wrong");
        using var refused = await stranger.PostAsync("/v1beta/models/asked-model:generateContent", new StringContent("{}"));
        ((int)refused.StatusCode).ShouldBe(401);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("UNAUTHENTICATED");
    }

    [Fact]
    public async Task A_gemini_call_keeps_every_byte_and_its_end_waits_for_the_ledger()
    {
        const string First = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hel\"}],\"role\":\"model\"},\"index\":0}],\"modelVersion\":\"gemini-up-1\"}\r\n\r\n";
        const string Last = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"lo\"}],\"role\":\"model\"},\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":10,\"candidatesTokenCount\":3,\"thoughtsTokenCount\":4,\"totalTokenCount\":17}}\r\n\r\n";
        const string Body = """{ "contents":[{"parts":[{"text":"hi"}]}], "x_new": 1 }""";
        await using var scene = await Scene.StartAsync(ForeignUpstream.Gemini);
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, First, Last);

        var answer = await scene.PostAsync("/v1beta/models/asked-model:streamGenerateContent?alt=sse", Body);

        answer.Body.ShouldBe(First + Last);
        var seen = scene.Upstream.Seen.ShouldHaveSingleItem();
        (seen.Path, seen.Body, seen.Headers["x-goog-api-key"]).ShouldBe(("/v1/models/gemini-upstream:streamGenerateContent?alt=sse", Body, Scene.UpstreamKey));
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        (row.Endpoint, row.ModelAsked, row.Usage, row.FinishReason).ShouldBe(("generate_content", "asked-model", new TokenUsage(10, 7, Reasoning: 4), "STOP"));
    }

    [Fact]
    public async Task Gemini_clients_may_show_their_key_in_the_address()
    {
        await using var scene = await Scene.StartAsync(ForeignUpstream.Gemini);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, """{"candidates":[{"content":{"parts":[{"text":"Hi"}],"role":"model"},"finishReason":"STOP","index":0}]}""");
        using var client = scene.ClientWith(null);

        using var response = await client.PostAsync($"/v1/models/asked-model:generateContent?key={scene.Key}", new StringContent("{\"contents\":[]}", Encoding.UTF8, "application/json"));

        ((int)response.StatusCode).ShouldBe(200);
        scene.Upstream.Seen.ShouldHaveSingleItem().Path.ShouldBe("/v1/models/gemini-upstream:generateContent");
    }

    [Fact]
    public async Task A_responses_stream_keeps_every_byte_is_stored_and_can_be_gone_on_from()
    {
        const string Completed = "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"resp_up\",\"object\":\"response\",\"status\":\"completed\",\"model\":\"gpt-up-1\",\"output\":[],\"usage\":{\"input_tokens\":10,\"input_tokens_details\":{\"cached_tokens\":4,\"cache_write_tokens\":0},\"output_tokens\":3,\"output_tokens_details\":{\"reasoning_tokens\":1},\"total_tokens\":13}},\"sequence_number\":2}\n\n";
        const string Created = "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"resp_up\",\"object\":\"response\",\"status\":\"in_progress\",\"model\":\"gpt-up-1\",\"output\":[]},\"sequence_number\":0}\n\n";
        const string Delta = "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"item_id\":\"m\",\"output_index\":0,\"content_index\":0,\"delta\":\"Hi\",\"sequence_number\":1}\n\n";
        await using var scene = await Scene.StartAsync(Responses);
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Created, Delta, Completed);

        var answer = await scene.PostAsync("/v1/responses", """{"model":"asked-model","stream":true,"input":"hi","x":1}""");

        answer.Body.ShouldBe(Created + Delta + Completed + Done);
        scene.Upstream.Seen.ShouldHaveSingleItem().Body.ShouldBe("""{"model":"gpt-upstream","stream":true,"input":"hi","x":1}""");
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        (row.Usage, row.FinishReason).ShouldBe((new TokenUsage(10, 3, 4, Reasoning: 1), "completed"));
        (await scene.GetAsync("/v1/responses/resp_up")).Json.GetProperty("status").GetString().ShouldBe("completed");

        // The provider keeps it too: the call goes on as it is, to the deployment that has it.
        await scene.PostAsync("/v1/responses", """{"model":"asked-model","stream":true,"input":"more","previous_response_id":"resp_up"}""");
        scene.Upstream.Seen[^1].Body.ShouldBe("""{"model":"gpt-upstream","stream":true,"input":"more","previous_response_id":"resp_up"}""");
    }
}
