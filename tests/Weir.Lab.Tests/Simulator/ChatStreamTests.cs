using System.Text.Json.Nodes;
using static Weir.Lab.Tests.Simulator.SimulatorFixture;

namespace Weir.Lab.Tests.Simulator;

public sealed class ChatStreamTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    [Fact]
    public async Task A_stream_says_the_same_as_the_plain_answer()
    {
        var body = Chat("tell me about rivers");
        var plain = await simulator.AskAsync(body);
        var stream = await simulator.StreamAsync(body);
        stream.Text().ShouldBe((string)plain["choices"]![0]!["message"]!["content"]!);
        stream.FinishReason().ShouldBe("stop");
        stream.Data[^1].ShouldBe("[DONE]");
        stream.Raw.ShouldEndWith("data: [DONE]\n\n");
    }

    [Fact]
    public async Task All_chunks_share_their_envelope_and_the_first_has_the_role()
    {
        var chunks = (await simulator.StreamAsync(Chat("hello"))).Chunks;
        foreach (var name in (string[])["id", "created", "model", "system_fingerprint", "object"])
            chunks.Select(chunk => chunk[name]!.ToJsonString()).Distinct().Count().ShouldBe(1);
        ((string)chunks[0]["object"]!).ShouldBe("chat.completion.chunk");
        ((string)chunks[0]["choices"]![0]!["delta"]!["role"]!).ShouldBe("assistant");
        ((string)chunks[0]["choices"]![0]!["delta"]!["content"]!).ShouldBe("");
        chunks.ShouldAllBe(chunk => !chunk.AsObject().ContainsKey("usage"));
        chunks[^1]["choices"]![0]!["delta"]!.AsObject().Count.ShouldBe(0);
    }

    [Fact]
    public async Task Usage_comes_last_and_only_when_asked_for()
    {
        var body = Chat("hello");
        var plain = await simulator.AskAsync(body);
        body["stream_options"] = new JsonObject { ["include_usage"] = true };
        var chunks = (await simulator.StreamAsync(body)).Chunks;
        chunks.SkipLast(1).ShouldAllBe(chunk => chunk.AsObject().ContainsKey("usage") && chunk["usage"] == null);
        chunks[^1]["choices"]!.AsArray().Count.ShouldBe(0);
        chunks[^1]["usage"]!.ToJsonString().ShouldBe(plain["usage"]!.ToJsonString());
    }

    [Fact]
    public async Task Obfuscation_is_there_when_asked_for()
    {
        var chunks = (await simulator.StreamAsync(Chat("hello", new JsonObject { ["stream_options"] = new JsonObject { ["include_obfuscation"] = true } }))).Chunks;
        chunks.ShouldAllBe(chunk => ((string)chunk["obfuscation"]!).Length > 0);
    }

    [Fact]
    public async Task The_long_model_streams_two_thousand_words()
    {
        var stream = await simulator.StreamAsync(Chat("hello", new JsonObject { ["model"] = "sim-long" }));
        stream.Text().Split(' ').Length.ShouldBe(2000);
    }

    [Fact]
    public async Task A_paced_model_takes_its_time()
    {
        var clock = TimeProvider.System.GetTimestamp();
        await simulator.StreamAsync(Chat("hello", new JsonObject { ["model"] = "sim-fast", ["max_tokens"] = 10 }));
        TimeProvider.System.GetElapsedTime(clock).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(80));
    }

    [Fact]
    public async Task A_client_that_leaves_stops_the_generation()
    {
        using var leave = new CancellationTokenSource();
        var arrival = simulator.Server.NextRequestAsync(CancellationToken.None);
        var body = Chat("hello", new JsonObject { ["model"] = "sim-slow", ["stream"] = true });
        using var response = await simulator.Client.SendAsync(Post("chat/completions", body), HttpCompletionOption.ResponseHeadersRead, leave.Token);
        var record = await arrival;
        record.Finished.IsCompleted.ShouldBeFalse();
        response.Dispose();
        await record.Finished.WaitAsync(TimeSpan.FromSeconds(20));
        record.ClientWentAway.ShouldBeTrue();
        record.TokensSent.ShouldBeLessThan(60);
    }
}
