using System.Text;
using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;
using Weir.Testing;
using Weir.Tokens;

namespace Weir.Gateway.Tests.EndToEnd;

public sealed class PlainCallTests
{
    /// <summary>What a document model would change: number forms, escapes, duplicates, white space, unknown members.</summary>
    private const string Odd =
        """
         { "id" : "x", "model":"upstream-model-2026","n":[1.0,-0,1E+2,0.10,12345678901234567890123],  "e":"\u00e9\/\ud83d\ude00é😀",
           "twice":1,"twice":2, "choices":[{"index":0,"message":{"role":"assistant","content":"a<b>&'\u0000"},"finish_reason":"stop","new":{}}],
           "usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9,"new_details":{"x":[{}]}} }
        
        """;

    [Fact]
    public async Task The_answer_reaches_the_client_byte_for_byte()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => ScriptedUpstream.JsonAsync(http, 200, Odd);

        using var response = await scene.Client.SendAsync(Scene.Request("/v1/chat/completions", Scene.Hello));

        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(Encoding.UTF8.GetBytes(Odd));
        var row = scene.Ledger(response.Headers.GetValues("x-request-id").Single()).ShouldHaveEnded(Outcome.Completed, 200);
        row.Usage.ShouldBe(new TokenUsage(7, 2));
    }

    [Fact]
    public async Task An_answer_that_is_not_valid_UTF8_passes_unchanged_all_the_same()
    {
        byte[] answer = [.. """{"model":"m","choices":[{"finish_reason":"stop","message":{"content":"a"""u8, 0xff, 0xc3, .. "\"}}]}"u8];
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            http.Response.ContentType = "application/json";
            await http.Response.Body.WriteAsync(answer);
        };

        using var response = await scene.Client.SendAsync(Scene.Request("/v1/chat/completions", Scene.Hello));

        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(answer);
    }

    [Fact]
    public async Task The_upstream_sees_the_clients_bytes_with_only_the_model_replaced()
    {
        const string Before = """
             { "messages" : [ {"role":"user","content":"\u00e9 \/ é 😀 \"model\":\"asked-model\""} ], "temperature":1.0E-1,"seed":12345678901234567890,
               "mo\u0064el2":"x","nested":{"model":"asked-model"},"model"  :
            """;
        const string After = """  , "twice":1,"twice":2,"future":{"a":[null]}, "stream":false } """;
        await using var scene = await Scene.StartAsync();

        var answer = await scene.ChatAsync(Before + "\"asked\\u002dmodel\"" + After);

        answer.Status.ShouldBe(200, answer.Body);
        var seen = scene.Upstream.Seen.ShouldHaveSingleItem();
        seen.Body.ShouldBe(Before + "\"upstream-model\"" + After);
        seen.Path.ShouldBe("/v1/chat/completions");
        scene.Ledger(answer.RequestId)!.ModelAsked.ShouldBe("asked-model");
    }

    [Fact]
    public async Task The_ledger_holds_who_what_where_and_the_exact_cost()
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.ChatAsync(Scene.Hello, ("x-client-request-id", "mine-1"));

        answer.Body.ShouldBe(ScriptedUpstream.Answer);
        var row = scene.LedgerRows().ShouldHaveSingleItem().ShouldHaveEnded(Outcome.Completed, 200);
        row.Id.ShouldBe(answer.RequestId);
        row.Endpoint.ShouldBe("chat.completions");
        row.Tenant.ShouldBe("default");
        row.KeyId.ShouldBe(scene.Keys.List().Single().Id);
        row.ClientRequestId.ShouldBe("mine-1");
        (row.ModelAsked, row.ModelAnswered, row.Deployment).ShouldBe(("asked-model", "upstream-model-2026", "big"));
        row.Release.ShouldBe(scene.Gateway.Configuration.Model!.Release);
        row.Streamed.ShouldBeFalse();
        row.FinishReason.ShouldBe("stop");
        row.Usage.ShouldBe(new TokenUsage(1000, 200, CachedInput: 400));
        row.UsageSource.ShouldBe(UsageSource.Provider);
        row.Cost.ShouldBe(0.00264m); // 600 × 1 + 400 × 0.1 + 200 × 10, per million

        var attempt = row.Attempts.ShouldHaveSingleItem();
        (attempt.Number, attempt.Deployment, attempt.Provider, attempt.ModelSent, attempt.ModelAnswered, attempt.Status)
            .ShouldBe((1, "big", "up", "upstream-model", "upstream-model-2026", 200));
        (attempt.Usage, attempt.UsageSource, attempt.Cost, attempt.PriceVersion).ShouldBe((row.Usage, row.UsageSource, row.Cost, "config:big:1/10/0.1"));
    }

    [Fact]
    public async Task Times_in_the_ledger_are_in_order()
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.ChatAsync(Scene.Hello);

        var row = scene.Ledger(answer.RequestId)!;
        var attempt = row.Attempts.Single();
        row.StartedAt.ShouldBeGreaterThan(0);
        row.FirstTokenMicros.ShouldBeNull();
        ((IEnumerable<long>)[0, attempt.StartedMicros, attempt.FirstByteMicros!.Value, row.FirstByteMicros!.Value, attempt.EndedMicros]).ShouldBeInOrder();
        row.DurationMicros.ShouldBe(attempt.EndedMicros);
    }

    [Fact]
    public async Task Every_kind_of_token_is_kept()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => ScriptedUpstream.JsonAsync(http, 200, """
            {"choices":[],"usage":{"completion_tokens_details":{"reasoning_tokens":5,"audio_tokens":2},"completion_tokens":20,
             "prompt_tokens_details":{"audio_tokens":3,"cached_tokens":1,"cache_write_tokens":4},"prompt_tokens":10}}
            """);

        var answer = await scene.ChatAsync(Scene.Hello);

        scene.Ledger(answer.RequestId)!.Usage.ShouldBe(new TokenUsage(10, 20, 1, 4, 5, 3, 2));
    }

    [Fact]
    public async Task A_model_without_a_price_has_no_cost_rather_than_none_to_pay()
    {
        await using var scene = await Scene.StartAsync(Scene.Configuration.Replace(", price: { input: 1, output: 10, cached_input: 0.1 }", "", StringComparison.Ordinal));

        var row = scene.Ledger((await scene.ChatAsync(Scene.Hello)).RequestId)!;

        row.Usage.Total.ShouldBe(1200);
        row.Cost.ShouldBeNull();
        row.Attempts.Single().PriceVersion.ShouldBeNull();
        (await scene.GetAsync("/metrics")).Body.ShouldContain("weir_unpriced_calls_total{model=\"asked-model\"} 1");
    }

    [Fact]
    public async Task An_answer_without_usage_is_estimated_and_says_so()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => ScriptedUpstream.JsonAsync(http, 200, """{"choices":[],"usage":null}""");

        var row = scene.Ledger((await scene.ChatAsync(Scene.Hello)).RequestId)!;

        row.UsageSource.ShouldBe(UsageSource.Estimated);
        (row.Usage.Input, row.Usage.Output).ShouldBe((TokenEstimate.OfBytes(Scene.Hello.Length), 0));
        row.Cost.ShouldNotBeNull().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task An_estimate_counts_the_text_of_an_answer_as_it_does_in_a_stream_and_nothing_around_it()
    {
        const string Said = "\"content\":\"Grüße, \\\"du\\\"\",\"tool_calls\":[{\"id\":\"call_0123456789\",\"type\":\"function\",\"function\":{\"name\":\"look_up\",\"arguments\":\"{\\\"q\\\":1}\"}}]";
        const string Text = "Grüße, \\\"du\\\"" + "look_up" + "{\\\"q\\\":1}";
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, request) => request.AsksForUsage
            ? ScriptedUpstream.EventsAsync(http, ScriptedUpstream.Chunk($$"""{"role":"assistant",{{Said}}}"""), ScriptedUpstream.Chunk("{}", "\"stop\""), ScriptedUpstream.Done)
            : ScriptedUpstream.JsonAsync(http, 200, $$"""
                {"id":"chatcmpl-1","model":"m","system_fingerprint":"{{new string('x', 5_000)}}","choices":[
                 {"index":0,"message":{"role":"assistant",{{Said}}},"logprobs":{"content":[{"token":"{{new string('x', 5_000)}}"}]},"finish_reason":"stop"}]}
                """);

        var plain = scene.Ledger((await scene.ChatAsync(Scene.Hello)).RequestId)!;
        var streamed = scene.Ledger((await scene.ChatAsync(Scene.HelloStreamed)).RequestId)!;

        (plain.UsageSource, plain.Usage.Output).ShouldBe((UsageSource.Estimated, TokenEstimate.OfBytes(Encoding.UTF8.GetByteCount(Text))));
        (streamed.UsageSource, streamed.Usage.Output).ShouldBe((plain.UsageSource, plain.Usage.Output));
    }

    [Theory]
    [InlineData("""{"prompt_tokens":-5,"completion_tokens":3}""")]
    [InlineData("""{"prompt_tokens":1.5,"completion_tokens":3}""")]
    [InlineData("""{"prompt_tokens":99999999999999999999,"completion_tokens":3}""")]
    [InlineData("""{"prompt_tokens":"12","completion_tokens":3}""")]
    [InlineData("[]")]
    [InlineData("7")]
    public async Task A_usage_that_makes_no_sense_is_not_believed(string usage)
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => ScriptedUpstream.JsonAsync(http, 200, $$"""{"choices":[],"usage":{{usage}}}""");

        var answer = await scene.ChatAsync(Scene.Hello);

        answer.Status.ShouldBe(200);
        scene.Ledger(answer.RequestId)!.UsageSource.ShouldBe(UsageSource.Estimated);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_large_question_and_a_large_answer_pass_whole(bool announced)
    {
        var text = new string('ü', 500_000);
        var big = $$"""{"usage":{"prompt_tokens":9,"completion_tokens":8},"model":"m","choices":[{"index":0,"message":{"content":"{{text}}"},"finish_reason":"length"}]}""";
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) =>
        {
            if (announced) http.Response.ContentLength = Encoding.UTF8.GetByteCount(big);
            return ScriptedUpstream.JsonAsync(http, 200, big);
        };

        var answer = await scene.ChatAsync($$"""{"messages":[{"content":"{{text}}"}],"model":"asked-model"}""");

        answer.Body.ShouldBe(big);
        scene.Upstream.Seen.Single().Body.ShouldBe($$"""{"messages":[{"content":"{{text}}"}],"model":"upstream-model"}""");
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        (row.Usage, row.FinishReason).ShouldBe((new TokenUsage(9, 8), "length"));
    }

    [Fact]
    public async Task An_answer_that_comes_byte_by_byte_is_the_same()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            http.Response.ContentType = "application/json";
            foreach (var letter in ScriptedUpstream.Answer) await ScriptedUpstream.SendAsync(http, letter.ToString());
        };

        var answer = await scene.ChatAsync(Scene.Hello);

        answer.Body.ShouldBe(ScriptedUpstream.Answer);
        scene.Ledger(answer.RequestId)!.Cost.ShouldBe(0.00264m);
    }

    [Fact]
    public async Task Calls_one_after_the_other_share_a_connection_to_the_upstream()
    {
        await using var scene = await Scene.StartAsync();

        for (var i = 0; i < 5; i++) (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);

        scene.Upstream.Seen.Select(request => request.Connection).Distinct().Count().ShouldBe(1);
    }
}
