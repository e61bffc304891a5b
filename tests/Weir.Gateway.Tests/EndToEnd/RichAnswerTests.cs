using System.Text.Json;
using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>What a model of Gemini's draws, for clients whose API can carry a picture and for those whose cannot.</summary>
public sealed class RichAnswerTests
{
    private const string Gemini = """
        providers:
          google: { dialect: gemini, base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
        deployments:
          painter: { provider: google, model: gemini-image, price: { input: 1, output: 10 } }
        models:
          painter: { route: [painter] }
        """;

    private const string Drawn = """
        {"candidates":[{"content":{"parts":[{"text":"Look:"},{"inlineData":{"mimeType":"image/png","data":"aGVsbG8="}}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":7,"totalTokenCount":12},"modelVersion":"gemini-image"}
        """;

    private const string Asked = """{"model":"painter","max_tokens":100,"messages":[{"role":"user","content":"draw"}]}""";

    [Fact]
    public async Task A_plain_answer_names_what_its_api_cannot_carry()
    {
        var log = new LogCapture();
        await using var scene = await Scene.StartAsync(Gemini, logging: log.Attach);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, Drawn);

        var answer = await scene.PostAsync("/v1/messages", Asked);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Headers["x-weir-left-out"].ShouldBe("image/png");
        answer.Json.GetProperty("content")[0].GetProperty("text").GetString().ShouldBe("Look:\n\n[This API cannot carry what was left out here: image/png]\n");
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        (await scene.GetAsync("/metrics")).Body.ShouldContain("weir_answers_left_out_total{provider=\"google\",deployment=\"painter\"} 1");
        string.Join('\n', log.Lines).ShouldContain("left out: image/png");
        string.Join('\n', log.Lines).ShouldNotContain("aGVsbG8=");
    }

    [Fact]
    public async Task A_stream_says_it_in_the_text()
    {
        await using var scene = await Scene.StartAsync(Gemini);
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, $"data: {Drawn.Trim()}\n\n");

        var answer = await scene.PostAsync("/v1/messages", Asked.Replace("{\"model\"", "{\"stream\":true,\"model\"", StringComparison.Ordinal));

        answer.Body.ShouldContain("[This API cannot carry what was left out here: image/png]");
        answer.Body.ShouldContain("message_stop");
        answer.Headers.ContainsKey("x-weir-left-out").ShouldBeFalse();
        (await scene.GetAsync("/metrics")).Body.ShouldContain("weir_answers_left_out_total{provider=\"google\",deployment=\"painter\"} 1");
    }

    [Fact]
    public async Task A_client_that_can_be_given_a_picture_is_and_nothing_is_said_to_be_left_out()
    {
        await using var scene = await Scene.StartAsync(Gemini);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, Drawn);

        var answer = await scene.PostAsync("/v1/chat/completions", Asked);

        answer.Json.GetProperty("choices")[0].GetProperty("message").GetProperty("images")[0].GetProperty("image_url").GetProperty("url").GetString()
            .ShouldBe("data:image/png;base64,aGVsbG8=");
        answer.Headers.ContainsKey("x-weir-left-out").ShouldBeFalse();
        (await scene.GetAsync("/metrics")).Body.ShouldNotContain("weir_answers_left_out_total{");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_conversation_with_a_picture_in_it_goes_on(bool stored)
    {
        await using var scene = await Scene.StartAsync(Gemini);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, Drawn);
        var first = await scene.PostAsync("/v1/responses", """{"model":"painter","input":"draw"}""");
        var output = first.Json.GetProperty("output");
        output[1].GetProperty("type").GetString().ShouldBe("image_generation_call");

        var second = await scene.PostAsync("/v1/responses", stored
            ? $$"""{"model":"painter","previous_response_id":{{first.Json.GetProperty("id").GetRawText()}},"input":"brighter"}"""
            : $$"""{"model":"painter","input":[{"role":"user","content":"draw"},{{output[0].GetRawText()}},{{output[1].GetRawText()}},{"role":"user","content":"brighter"}]}""");

        second.Status.ShouldBe(200, second.Body);
        var told = JsonDocument.Parse(scene.Upstream.Seen[^1].Body).RootElement.GetProperty("contents");
        told.GetArrayLength().ShouldBe(3);
        told[1].GetProperty("parts")[1].GetProperty("inlineData").GetProperty("data").GetString().ShouldBe("aGVsbG8=");
    }

    [Fact]
    public async Task A_chat_with_a_picture_and_sources_in_it_goes_on()
    {
        await using var scene = await Scene.StartAsync(Gemini);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, Drawn);

        var answer = await scene.PostAsync("/v1/chat/completions", """
            {"model":"painter","messages":[{"role":"user","content":"draw"},{"role":"assistant","content":"Look:","images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,aGVsbG8="},"index":0}],
             "annotations":[{"type":"url_citation","url_citation":{"start_index":0,"end_index":4,"url":"https://a.example","title":"A"}}]},{"role":"user","content":"brighter"}]}
            """);

        answer.Status.ShouldBe(200, answer.Body);
        JsonDocument.Parse(scene.Upstream.Seen.ShouldHaveSingleItem().Body).RootElement.GetProperty("contents")[1].GetProperty("parts")[1].GetProperty("inlineData").GetProperty("data").GetString().ShouldBe("aGVsbG8=");
    }
}
