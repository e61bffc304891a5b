using System.Text.Json;
using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Gateway.Tests.EndToEnd.ForeignUpstream;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>Clients of OpenAI's chat before an upstream that speaks Anthropic's dialect.</summary>
public sealed class TranslatedCallTests
{
    [Fact]
    public async Task A_plain_answer_reaches_client_upstream_and_ledger_each_in_its_own_terms()
    {
        await using var scene = await Scene.StartAsync(Anthropic);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, ForeignUpstream.Answer);

        var answer = await scene.ChatAsync("""{"model":"asked-model","temperature":0.50,"messages":[{"role":"system","content":"Be \u00e9 brief."},{"role":"user","content":"hi"}]}""");

        answer.Status.ShouldBe(200, answer.Body);
        answer.Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString().ShouldBe("Hello é there.");
        answer.Json.GetProperty("usage").GetProperty("prompt_tokens").GetInt32().ShouldBe(1000);
        answer.Json.GetProperty("model").GetString().ShouldBe("claude-upstream-2026");
        answer.Headers["x-weir-deployment"].ShouldBe("big");

        var seen = scene.Upstream.Seen.ShouldHaveSingleItem();
        seen.Path.ShouldBe("/v1/messages");
        seen.Headers["x-api-key"].ShouldBe(Scene.UpstreamKey);
        seen.Headers["anthropic-version"].ShouldBe("2023-06-01");
        seen.Headers.ContainsKey("authorization").ShouldBeFalse();
        var body = JsonDocument.Parse(seen.Body).RootElement;
        body.GetProperty("model").GetString().ShouldBe("claude-upstream");
        body.GetProperty("max_tokens").GetInt32().ShouldBe(777);
        body.GetProperty("temperature").GetRawText().ShouldBe("0.50");
        seen.Body.ShouldContain("""Be \u00e9 brief.""");

        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        (row.Usage, row.UsageSource, row.FinishReason, row.ModelAnswered).ShouldBe((new TokenUsage(1000, 200, 900, 30), UsageSource.Provider, "end_turn", "claude-upstream-2026"));
        row.Cost.ShouldBe(0.00219m);
    }

    [Fact]
    public async Task A_first_event_in_is_a_first_event_out()
    {
        await using var scene = await Scene.StartAsync(Anthropic);
        var clientHasIt = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Start, BlockStart, Delta("Hel"));
            await clientHasIt.Task;
            await SendAsync(http, Delta("lo") + BlockStop + End);
        };

        using var reply = await scene.StreamAsync();
        await reply.UntilAsync("\"Hel\"");
        clientHasIt.SetResult();
        var text = await reply.ToEndAsync();

        text.ShouldContain("\"lo\"");
        text.ShouldEndWith("data: [DONE]\n\n");
        var row = scene.Ledger(reply.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        (row.Streamed, row.Usage, row.UsageSource).ShouldBe((true, new TokenUsage(1000, 5, 900, 30), UsageSource.Provider));
        row.FirstTokenMicros.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_end_of_an_answer_waits_for_the_ledger()
    {
        await using var scene = await Scene.StartAsync(Anthropic);
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Start, BlockStart, Delta("Hello"), BlockStop, End);
        StreamedReply reply;
        using (scene.HoldLedger())
        {
            reply = await scene.StreamAsync();
            (await reply.UntilAsync("Hello")).ShouldNotContain("[DONE]");
            scene.InFlight.ShouldBe(1);
        }
        using (reply) (await reply.ToEndAsync()).ShouldContain("[DONE]");
    }

    [Fact]
    public async Task A_cut_stream_ends_in_an_error_and_is_charged_for_what_is_known()
    {
        await using var scene = await Scene.StartAsync(Anthropic);
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Start, BlockStart, Delta("Hello, this is the beginning of"));
            Cut();
        };

        var answer = await scene.BrokenChatAsync();

        answer.Body.ShouldContain("Hello, this");
        answer.Body.ShouldEndInError("upstream_cut");
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Truncated, 200, "upstream_cut");
        // What the provider said at the beginning of the answer is better than any estimate of it.
        (row.UsageSource, row.Usage.Input, row.Usage.CachedInput).ShouldBe((UsageSource.Estimated, 1000, 900));
        row.Usage.Output.ShouldBeGreaterThan(1);
    }

    [Theory]
    [InlineData(400, "invalid_request_error", 400)]
    [InlineData(404, "not_found_error", 404)]
    [InlineData(413, "request_too_large", 413)]
    [InlineData(429, "rate_limit_error", 429)]
    [InlineData(529, "overloaded_error", 503)]
    [InlineData(500, "api_error", 500)]
    public async Task Errors_keep_their_words_and_get_the_clients_shape(int status, string type, int told)
    {
        await using var scene = await Scene.StartAsync(Anthropic);
        scene.Upstream.Behaviour = (http, _) =>
        {
            http.Response.Headers["anthropic-ratelimit-requests-limit"] = "50";
            http.Response.Headers.RetryAfter = "7";
            return ErrorAsync(http, status, type, $"no, said {Scene.UpstreamKey}");
        };

        var answer = await scene.ChatAsync(Scene.Hello);

        answer.Status.ShouldBe(told);
        var message = answer.Json.GetProperty("error").GetProperty("message").GetString()!;
        message.ShouldStartWith("no, said ");
        message.ShouldNotContain(Scene.UpstreamKey);
        answer.Headers["retry-after"].ShouldBe("7");
        answer.Headers["x-ratelimit-limit-requests"].ShouldBe("50");
        scene.Ledger(answer.RequestId)!.Attempts.ShouldHaveSingleItem().Status.ShouldBe(status);
    }

    [Theory]
    [InlineData("prompt is too long: 210000 tokens > 200000 maximum", "context_length_exceeded")]
    [InlineData("Output blocked by content filtering policy", "content_policy_violation")]
    public async Task Errors_that_clients_look_for_have_the_code_that_they_look_for(string message, string code)
    {
        await using var scene = await Scene.StartAsync(Anthropic);
        scene.Upstream.Behaviour = (http, _) => ErrorAsync(http, 400, "invalid_request_error", message);

        var answer = await scene.ChatAsync(Scene.Hello);

        answer.ShouldBeError(400, code, scene).ShouldBe(message);
        answer.Json.GetProperty("error").GetProperty("type").GetString().ShouldBe("invalid_request_error");
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.UpstreamError, 400, code);
    }

    [Fact]
    public async Task An_error_inside_a_stream_ends_it()
    {
        await using var scene = await Scene.StartAsync(Anthropic);
        scene.Upstream.Behaviour = (http, _) => EventsAsync(
            http, Start, BlockStart, Delta("Hel"), Event("error", """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"""));

        var answer = await scene.BrokenChatAsync();

        answer.Body.ShouldContain("Overloaded");
        answer.Body.ShouldNotContain("[DONE]");
        scene.Ledger(answer.RequestId)!.Outcome.ShouldBe(Outcome.Truncated);
    }

    [Fact]
    public async Task What_the_upstream_cannot_be_told_is_refused_before_anything_is_sent()
    {
        await using var scene = await Scene.StartAsync(Anthropic);

        var answer = await scene.ChatAsync("""{"model":"asked-model","logit_bias":{"50256":-100},"x_new":1,"messages":[{"role":"user","content":"hi"}]}""");

        answer.ShouldBeError(400, "unsupported_parameter", scene).ShouldContain("'logit_bias'");
        answer.Error("param").ShouldBe("logit_bias");
        answer.Error("message").ShouldNotBeNull().ShouldContain("'x_new'");
        scene.Upstream.Seen.ShouldBeEmpty();
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Rejected, 400, "unsupported_parameter").Attempts.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_operator_allows_is_dropped_and_named()
    {
        await using var scene = await Scene.StartAsync(Anthropic);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, ForeignUpstream.Answer);

        var answer = await scene.ChatAsync("""{"model":"asked-model","seed":7,"n":1,"stream":false,"messages":[{"role":"user","content":"hi"}]}""");

        answer.Status.ShouldBe(200, answer.Body);
        answer.Headers["x-weir-dropped"].ShouldBe("seed");
        scene.Upstream.Seen.ShouldHaveSingleItem().Body.ShouldNotContain("seed");
    }

    [Theory]
    [InlineData("""{"model":"asked-model","messages":[{"role":"robot","content":"hi"}]}""", "messages[0].role")]
    [InlineData("""{"model":"asked-model","messages":[{"role":"tool","tool_call_id":"x","content":"hi"}]}""", "messages[0]")]
    [InlineData("""{"model":"asked-model","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,@@@"}}]}]}""", "messages[0].content[0].image_url")]
    [InlineData("""{"model":"asked-model","messages":[{"role":"user","content":"a"}],"messages":[]}""", null)]
    [InlineData("""{"model":"asked-model","messages":7}""", "messages")]
    public async Task Bad_input_is_told_where_it_stands(string body, string? param)
    {
        await using var scene = await Scene.StartAsync(Anthropic);

        var answer = await scene.ChatAsync(body);

        answer.Status.ShouldBe(400, answer.Body);
        (answer.Error("param") ?? "").ShouldStartWith(param ?? "");
        scene.Upstream.Seen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("<html>busy</html>")]
    [InlineData("")]
    [InlineData("""{"type":"message","content":7}""")]
    [InlineData("""{"type":"message","role":"assistant","content":[""")]
    public async Task What_is_no_answer_is_said_to_be_none(string body)
    {
        await using var scene = await Scene.StartAsync(Anthropic);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, body);

        (await scene.ChatAsync(Scene.Hello)).ShouldBeError(502, "upstream_garbled", scene);
    }

    [Fact]
    public async Task An_upstream_that_does_not_stream_still_gives_a_stream()
    {
        await using var scene = await Scene.StartAsync(Anthropic);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, ForeignUpstream.Answer);

        var answer = await scene.ChatAsync(Scene.HelloStreamed);

        answer.Headers["content-type"].ShouldStartWith("text/event-stream");
        answer.Body.ShouldContain("""Hello \u00e9 there.""");
        answer.Body.ShouldEndWith("data: [DONE]\n\n");
    }

    [Fact]
    public async Task An_answer_that_is_too_large_to_translate_is_refused_and_not_held()
    {
        await using var scene = await Scene.StartAsync(Anthropic + "\nlimits: { translated_answer: 2KiB }");
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, ForeignUpstream.Answer.Replace("there", new string('x', 300_000), StringComparison.Ordinal));

        (await scene.ChatAsync(Scene.Hello)).ShouldBeError(502, "upstream_garbled", scene).ShouldContain("limits.translated_answer");
    }

    [Fact]
    public async Task A_stream_that_is_too_large_to_translate_ends_in_an_error()
    {
        await using var scene = await Scene.StartAsync(Anthropic + "\nlimits: { translated_answer: 2KiB }");
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, [Start, BlockStart, .. Enumerable.Repeat(Delta(new string('x', 500)), 20), BlockStop, End]);

        (await scene.BrokenChatAsync()).Body.ShouldEndInError("upstream_garbled").ShouldContain("limits.translated_answer");
    }

    [Fact]
    public async Task Names_that_a_header_cannot_carry_do_no_harm()
    {
        await using var scene = await Scene.StartAsync(Anthropic.Replace("drop: [seed, anthropic-beta]", "drop: [\"*\"]", StringComparison.Ordinal));
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, ForeignUpstream.Answer);
        var many = string.Concat(Enumerable.Range(0, 3000).Select(i => $"\"x{i}\":1,"));

        var answer = await scene.ChatAsync("{\"model\":\"asked-model\",\"é\\r\\nset-cookie: a\":1," + many + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

        answer.Status.ShouldBe(200, answer.Body);
        answer.Headers["x-weir-dropped"].ShouldStartWith("???set-cookie: a, x0, x1");
        answer.Headers["x-weir-dropped"].Length.ShouldBeLessThan(1100);
        answer.Headers.ContainsKey("set-cookie").ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"session_id":"s1","feature":"f"}""", null)]
    [InlineData("""{"session_id":"s1","label":"x"}""", "metadata.label")]
    public async Task Labels_that_nobody_keeps_are_named(string metadata, string? dropped)
    {
        await using var scene = await Scene.StartAsync(Anthropic.Replace(", drop: [seed, anthropic-beta]", "", StringComparison.Ordinal));
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, ForeignUpstream.Answer);

        var answer = await scene.ChatAsync($$"""{"model":"asked-model","metadata":{{metadata}},"messages":[{"role":"user","content":"hi"}]}""");

        answer.Status.ShouldBe(200, answer.Body);
        answer.Headers.GetValueOrDefault("x-weir-dropped").ShouldBe(dropped);
        scene.Ledger(answer.RequestId)!.Session.ShouldBe("s1");
    }

    [Fact]
    public async Task A_signature_that_another_provider_made_never_reaches_this_one()
    {
        const string Thoughts = """[{"type":"thinking","thinking":"hm","signature":"SIG"},{"type":"text","text":"a"}]""";
        await using var scene = await Scene.StartAsync(Anthropic);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, ForeignUpstream.Answer);

        foreach (var (signature, arrives) in ((string, string?)[])[("own", "own"), ("weir.Gemini..foreign", null), ("weir.Converse..bedrocks", "bedrocks")])
        {
            var body = """{"model":"asked-model","max_tokens":5000,"thinking":{"type":"enabled","budget_tokens":1024},"messages":[{"role":"user","content":"q"},{"role":"assistant","content":THOUGHTS},{"role":"user","content":"and?"}]}"""
                .Replace("THOUGHTS", Thoughts, StringComparison.Ordinal).Replace("SIG", signature, StringComparison.Ordinal);
            (await scene.PostAsync("/v1/messages", body)).Status.ShouldBe(200);
            var seen = scene.Upstream.Seen[^1].Body;
            seen.ShouldNotContain("weir.");
            seen.ShouldNotContain("foreign");
            if (arrives is not null) seen.ShouldContain($"\"signature\":\"{arrives}\"");
        }
    }
}
