using System.Globalization;
using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;
using Weir.Gateway.Pricing;
using Weir.Testing;
using static Weir.Gateway.Tests.EndToEnd.ForeignUpstream;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>What the ledger says that calls cost, by what their provider said was used.</summary>
public sealed class CostTests
{
    private const string Claude = """
        providers:
          up: { dialect: anthropic, base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
        deployments:
          big: { provider: up, model: claude-opus-4-7, priced_as: anthropic/test }
        models:
          asked-model: { route: [big] }
        prices:
          anthropic/test: { input: 5, cached_input: 0.5, cache_write: 6.25, cache_write_hour: 10, output: 25, web_search: 0.01 }
          anthropic/test in us: { factor: 1.1 }
        """;

    private const string Gpt = """
        providers:
          up: { base_url: "{upstream}", api_key: "${UPSTREAM_KEY}", states_cost: STATES }
        deployments:
          big: { provider: up, model: gpt-upstream, priced_as: openai/test }
        models:
          asked-model: { route: [big] }
        prices:
          openai/test: { input: 1, cached_input: 0.1, output: 10 }
          openai/test flex: { input: 0.5, output: 5 }
        """;

    /// <summary>The counts of a stream's end hold for all its rounds, the breakdown of its beginning for the first (LiteLLM 42663, Bifrost 3451).</summary>
    [Fact]
    public async Task A_stream_with_searches_is_charged_for_all_its_rounds()
    {
        await using var scene = await Scene.StartAsync(Claude);
        var start = Event("message_start", """
            {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"claude-opus-4-7","content":[],"stop_reason":null,"usage":{"input_tokens":4000,"cache_creation_input_tokens":31490,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":31490,"ephemeral_1h_input_tokens":0},"output_tokens":1,"service_tier":"standard","inference_geo":"us"}}}
            """.Trim());
        var end = Event("message_delta", """
            {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":123201,"cache_creation_input_tokens":184457,"cache_read_input_tokens":426653,"output_tokens":8000,"server_tool_use":{"web_search_requests":5}}}
            """.Trim()) + Event("message_stop", """{"type":"message_stop"}""");
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, start, BlockStart, Delta("Hello"), BlockStop, end);

        var answer = await scene.PostAsync("/v1/messages", """{"model":"asked-model","stream":true,"max_tokens":10,"messages":[]}""");

        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        row.Usage.ShouldBe(new TokenUsage(734_311, 8000, 426_653, 184_457, Extras: new UsageExtras { WebSearches = 5, Region = "us" }, Tier: ServiceTier.Standard));
        // (123201 × 5 + 426653 × 0.5 + 184457 × 6.25 + 8000 × 25) ÷ 1,000,000 × 1.1 + 5 × 0.01
        (row.Cost, row.Gaps).ShouldBe((2.450406525m, PriceGaps.None));
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"asked-model","messages":[]}""", """{"id":"c","object":"chat.completion","model":"gpt","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100},"service_tier":"flex"}""")]
    [InlineData("/v1/messages", """{"model":"asked-model","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""", """{"id":"c","object":"chat.completion","model":"gpt","service_tier":"flex","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}}""")]
    public async Task The_tier_that_an_answer_names_decides_about_its_price(string path, string body, string answered)
    {
        await using var scene = await Scene.StartAsync(Gpt.Replace("STATES", "false", StringComparison.Ordinal));
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, answered);

        var answer = await scene.PostAsync(path, body);

        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        (row.Usage.Tier, row.Cost, row.Gaps).ShouldBe((ServiceTier.Flex, 0.001m, PriceGaps.None));
    }

    [Fact]
    public async Task The_tier_of_a_chat_stream_is_that_of_its_chunks()
    {
        var row = await StreamedAsync(
            """data: {"id":"c","object":"chat.completion.chunk","model":"gpt","service_tier":"priority","choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":"stop"}]}""" + "\n\n",
            """data: {"id":"c","object":"chat.completion.chunk","model":"gpt","choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100,"prompt_tokens_details":{"cached_tokens":400}}}""" + "\n\n");

        (row.Usage.Tier, row.Cost, row.Gaps).ShouldBe((ServiceTier.Priority, 0.00164m, PriceGaps.ServiceTier));
    }

    /// <summary>Some providers tell the usage in a last chunk that still has a choice; the cached part counts there too (LiteLLM 36168).</summary>
    [Fact]
    public async Task The_usage_of_a_last_chunk_with_a_choice_is_charged_with_its_cached_part()
    {
        var row = await StreamedAsync(
            """data: {"id":"c","object":"chat.completion.chunk","model":"gpt","choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":"stop"}]}""" + "\n\n",
            """data: {"id":"c","object":"chat.completion.chunk","model":"gpt","choices":[{"index":0,"delta":{}}],"usage":{"completion_tokens":2,"prompt_tokens":16111,"total_tokens":16113,"completion_tokens_details":{"reasoning_tokens":0},"prompt_tokens_details":{"cached_tokens":15872}}}""" + "\n\n");

        // (239 × 1 + 15872 × 0.1 + 2 × 10) ÷ 1,000,000
        (row.Usage.Input, row.Usage.CachedInput, row.Usage.Output, row.Cost).ShouldBe((16_111, 15_872, 2, 0.0018462m));
    }

    [Theory]
    [InlineData("true", "0.0123", "provider")]
    [InlineData("false", "0.002", "own:")]
    public async Task A_cost_that_the_provider_states_is_taken_where_it_is_to_be_believed(string states, string cost, string version)
    {
        await using var scene = await Scene.StartAsync(Gpt.Replace("STATES", states, StringComparison.Ordinal));
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200,
            """{"id":"c","object":"chat.completion","model":"gpt","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100,"cost":0.0123}}""");

        var answer = await scene.ChatAsync(Scene.Hello);

        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        row.Cost.ShouldBe(decimal.Parse(cost, CultureInfo.InvariantCulture));
        row.Attempts.ShouldHaveSingleItem().PriceVersion.ShouldNotBeNull().ShouldStartWith(version);
    }

    [Fact]
    public async Task An_attempt_on_machines_is_charged_for_the_time_that_it_took()
    {
        await using var scene = await Scene.StartAsync(Scene.Configuration.Replace("input: 1, output: 10, cached_input: 0.1", "machine_hour: 3600, slots: 10", StringComparison.Ordinal));

        var answer = await scene.ChatAsync(Scene.Hello);

        var attempt = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200).Attempts.ShouldHaveSingleItem();
        // A dollar a second for ten slots: a tenth of a millionth for each microsecond.
        attempt.Cost.ShouldBe((attempt.EndedMicros - attempt.StartedMicros) * 0.0000001m);
        attempt.PriceVersion.ShouldBe("config:big:3600/h*1/10");
    }

    [Fact]
    public async Task What_has_no_price_is_named_in_every_row_and_once_in_the_log()
    {
        using var logs = new LogCapture();
        await using var scene = await Scene.StartAsync(Gpt.Replace("STATES", "false", StringComparison.Ordinal).Replace("cached_input: 0.1, ", "", StringComparison.Ordinal), logging: logs.Attach);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200,
            """{"id":"c","object":"chat.completion","model":"gpt","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":100,"prompt_tokens_details":{"cached_tokens":400}}}""");

        for (var call = 0; call < 3; call++)
        {
            var answer = await scene.ChatAsync(Scene.Hello);
            var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
            (row.Cost, row.Gaps, row.Attempts[0].Gaps).ShouldBe((0.002m, PriceGapNames.Of(PriceKind.CachedInput), PriceGapNames.Of(PriceKind.CachedInput)));
        }

        logs.Lines.Count(line => line.Contains("no price of its own: cached_input", StringComparison.Ordinal)).ShouldBe(1);
    }

    /// <summary>The ledger's row of a call that was streamed these chunks.</summary>
    private static async Task<CallRecord> StreamedAsync(params string[] chunks)
    {
        await using var scene = await Scene.StartAsync(Gpt.Replace("STATES", "false", StringComparison.Ordinal));
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, [.. chunks, Done]);

        var answer = await scene.ChatAsync(Scene.HelloStreamed);

        return scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
    }
}
