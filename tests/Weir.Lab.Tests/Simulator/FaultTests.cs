using System.Net;
using System.Text.Json.Nodes;
using static Weir.Lab.Tests.Simulator.SimulatorFixture;

namespace Weir.Lab.Tests.Simulator;

/// <summary>Faults as an ordinary HTTP client sees them; <see cref="FaultSocketTests"/> looks at the bytes.</summary>
public sealed class FaultTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    private static readonly JsonObject AskUsage = new() { ["stream_options"] = new JsonObject { ["include_usage"] = true } };

    [Theory]
    [InlineData("status:429:retry-after=2", 429, "2", "rate_limit_exceeded")]
    [InlineData("status:429", 429, null, "rate_limit_exceeded")]
    [InlineData("status:500", 500, null, "server_error")]
    [InlineData("status:503:retry-after=1", 503, "1", "server_is_overloaded")]
    [InlineData("status:401", 401, null, "invalid_api_key")]
    [InlineData("status:529", 529, null, "server_error")]
    public async Task A_status_is_answered_with_its_error(string fault, int status, string? retryAfter, string code)
    {
        using var byHeader = await simulator.Client.SendAsync(Post("chat/completions", Chat("hi"), fault));
        var model = "sim-fault-" + fault.Replace(':', '-');
        using var byModel = await simulator.Client.SendAsync(Post("chat/completions", Chat("hi", new JsonObject { ["model"] = model })));
        foreach (var response in (HttpResponseMessage[])[byHeader, byModel])
        {
            ((int)response.StatusCode).ShouldBe(status);
            response.Headers.RetryAfter?.ToString().ShouldBe(retryAfter);
            ((string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!["code"]!).ShouldBe(code);
        }
    }

    [Fact]
    public async Task Retry_after_can_be_in_milliseconds()
    {
        using var response = await simulator.Client.SendAsync(Post("embeddings", Chat("hi"), "status:429:retry-after-ms=50"));
        response.Headers.GetValues("retry-after-ms").ShouldBe(["50"]);
    }

    [Fact]
    public async Task An_unknown_fault_is_refused_with_the_list()
    {
        using var response = await simulator.Client.SendAsync(Post("chat/completions", Chat("hi"), "explode"));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain("reset-mid");
    }

    [Theory]
    [InlineData("html", 502, "text/html")]
    [InlineData("garbage", 200, "application/json")]
    [InlineData("malformed", 200, "application/json")]
    [InlineData("truncated-json", 200, "application/json")]
    [InlineData("end", 200, "application/json")]
    [InlineData("empty", 200, "application/json")]
    public async Task A_damaged_body_is_not_json(string fault, int status, string contentType)
    {
        using var response = await simulator.Client.SendAsync(Post("chat/completions", Chat("hi"), fault));
        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(contentType);
        var text = await response.Content.ReadAsStringAsync();
        Should.Throw<System.Text.Json.JsonException>(() => JsonNode.Parse(text));
    }

    [Fact]
    public async Task The_wrong_content_type_carries_the_right_body()
    {
        using var response = await simulator.Client.SendAsync(Post("chat/completions", Chat("hi"), "wrong-content-type"));
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!["choices"].ShouldNotBeNull();
    }

    [Theory]
    [InlineData("low", 1)]
    [InlineData("negative", -1)]
    [InlineData("huge", 1_000_000_000)]
    public async Task A_wrong_usage_contradicts_the_text(string how, int completion)
    {
        var plain = await simulator.AskAsync(Chat("hi"), $"wrong-usage:{how}");
        ((int)plain["usage"]!["completion_tokens"]!).ShouldBe(completion);
        var stream = await simulator.StreamAsync(Chat("hi", AskUsage), $"wrong-usage:{how}");
        ((int)stream.Chunks[^1]["usage"]!["completion_tokens"]!).ShouldBe(completion);
    }

    [Fact]
    public async Task No_usage_means_none()
    {
        (await simulator.AskAsync(Chat("hi"), "no-usage")).AsObject().ContainsKey("usage").ShouldBeFalse();
        (await simulator.StreamAsync(Chat("hi", AskUsage), "no-usage")).Raw.ShouldNotContain("usage");
    }

    [Fact]
    public async Task A_stream_can_end_without_a_finish()
    {
        var stream = await simulator.StreamAsync(Chat("hi"), "end:4");
        stream.Text().Split(' ').Length.ShouldBe(4);
        stream.FinishReason().ShouldBeNull();
        stream.Data.ShouldNotContain("[DONE]");
    }

    [Fact]
    public async Task Done_can_be_missing_or_doubled()
    {
        (await simulator.StreamAsync(Chat("hi"), "no-done")).Data.Count(data => data == "[DONE]").ShouldBe(0);
        (await simulator.StreamAsync(Chat("hi"), "no-done")).FinishReason().ShouldBe("stop");
        (await simulator.StreamAsync(Chat("hi"), "duplicate-done")).Data.Count(data => data == "[DONE]").ShouldBe(2);
    }

    [Fact]
    public async Task One_event_is_malformed_and_the_rest_is_fine()
    {
        var stream = await simulator.StreamAsync(Chat("hi"), "malformed:3");
        var broken = stream.Data.Select((data, index) => (data, index)).Where(item => item.data != "[DONE]" && !IsJson(item.data)).ToList();
        broken.Count.ShouldBe(1);
        broken[0].index.ShouldBe(2);
    }

    [Fact]
    public async Task A_truncated_event_ends_the_stream()
    {
        var stream = await simulator.StreamAsync(Chat("hi"), "truncated-json");
        IsJson(stream.Data[^1]).ShouldBeFalse();
        stream.Raw.ShouldNotContain("[DONE]");
    }

    [Fact]
    public async Task Garbage_events_are_not_json()
    {
        var stream = await simulator.StreamAsync(Chat("hi"), "garbage");
        stream.Data.ShouldAllBe(data => !IsJson(data));
    }

    [Fact]
    public async Task A_huge_event_is_huge_and_plain_agrees()
    {
        var stream = await simulator.StreamAsync(Chat("hi"), "huge-event:300000");
        stream.Data.Max(data => data.Length).ShouldBeGreaterThan(300_000);
        var plain = await simulator.AskAsync(Chat("hi"), "huge-event:300000");
        stream.Text().ShouldBe((string)plain["choices"]![0]!["message"]!["content"]!);
    }

    [Theory]
    [InlineData("crlf")]
    [InlineData("split:7")]
    public async Task Unusual_but_legal_framing_says_the_same(string fault)
    {
        var usual = await simulator.StreamAsync(Chat("hi"));
        var unusual = await simulator.StreamAsync(Chat("hi"), fault);
        unusual.Text().ShouldBe(usual.Text());
        unusual.Data[^1].ShouldBe("[DONE]");
        unusual.Raw.Contains("\r\n\r\n", StringComparison.Ordinal).ShouldBe(fault == "crlf");
        unusual.Raw.Contains(": keep-alive", StringComparison.Ordinal).ShouldBe(fault == "crlf");
    }

    [Theory]
    [InlineData("slow-headers:120ms")]
    [InlineData("slow-first-token:120ms")]
    [InlineData("stall:2:120ms")]
    [InlineData("slow-tokens:2ms")]
    public async Task Slow_faults_take_their_time_and_then_answer_in_full(string fault)
    {
        var clock = TimeProvider.System.GetTimestamp();
        var stream = await simulator.StreamAsync(Chat("hi"), fault);
        TimeProvider.System.GetElapsedTime(clock).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(100));
        stream.FinishReason().ShouldBe("stop");
        stream.Data[^1].ShouldBe("[DONE]");
    }

    [Fact]
    public async Task A_slow_first_token_still_sends_its_headers_at_once()
    {
        var body = Chat("hi", new JsonObject { ["stream"] = true });
        var arrival = simulator.Server.NextRequestAsync(CancellationToken.None);
        using var response = await simulator.Client.SendAsync(Post("chat/completions", body, "slow-first-token:60m"), HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await arrival).TokensSent.ShouldBe(0);
    }

    [Fact]
    public async Task Silence_lasts_until_the_client_leaves()
    {
        using var leave = new CancellationTokenSource();
        var arrival = simulator.Server.NextRequestAsync(CancellationToken.None);
        var call = simulator.Client.SendAsync(Post("chat/completions", Chat("hi"), "silence"), leave.Token);
        var record = await arrival;
        call.IsCompleted.ShouldBeFalse();
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call);
        await record.Finished.WaitAsync(TimeSpan.FromSeconds(20));
        record.ClientWentAway.ShouldBeTrue();
    }

    [Fact]
    public async Task A_fault_for_everybody_begins_and_ends_on_demand()
    {
        await using var server = await Lab.Simulator.SimulatorServer.StartAsync(new(), TimeProvider.System, CancellationToken.None);
        using var client = new HttpClient();
        var url = new Uri(server.BaseUrl + "/models");
        server.DefaultFault = "status:503";
        (await client.GetAsync(url)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        server.DefaultFault = null;
        (await client.GetAsync(url)).StatusCode.ShouldBe(HttpStatusCode.OK);
        Should.Throw<ArgumentException>(() => server.DefaultFault = "explode");
    }

    private static bool IsJson(string text)
    {
        try
        {
            JsonNode.Parse(text);
            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
