using System.Text.Json.Nodes;
using Weir.Lab.Simulator;
using static Weir.Lab.Tests.Simulator.SimulatorFixture;

namespace Weir.Lab.Tests.Simulator;

public sealed class DeterminismTests
{
    [Fact]
    public async Task The_same_seed_gives_the_same_bytes()
    {
        var first = await TranscriptAsync(3);
        var second = await TranscriptAsync(3);
        var other = await TranscriptAsync(4);
        second.ShouldBe(first);
        other.ShouldNotBe(first);
    }

    [Fact]
    public async Task The_seed_of_the_request_and_the_model_change_the_words()
    {
        await using var server = await SimulatorServer.StartAsync(new SimulatorOptions(), new StoppedTime(), CancellationToken.None);
        using var client = new HttpClient { BaseAddress = new Uri(server.BaseUrl + "/") };
        async Task<string> TextAsync(JsonObject? with = null)
        {
            using var response = await client.SendAsync(Post("chat/completions", Chat("hello", with)));
            return (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["choices"]![0]!["message"]!["content"]!;
        }

        var plain = await TextAsync();
        (await TextAsync()).ShouldBe(plain);
        (await TextAsync(new JsonObject { ["temperature"] = 0.3 })).ShouldBe(plain);
        (await TextAsync(new JsonObject { ["seed"] = 9 })).ShouldNotBe(plain);
        (await TextAsync(new JsonObject { ["model"] = "other" })).ShouldNotBe(plain);
    }

    private static async Task<string> TranscriptAsync(long seed)
    {
        await using var server = await SimulatorServer.StartAsync(new SimulatorOptions { Seed = seed }, new StoppedTime(), CancellationToken.None);
        using var client = new HttpClient { BaseAddress = new Uri(server.BaseUrl + "/") };
        var transcript = "";
        foreach (var stream in (bool[])[false, true])
        {
            using var response = await client.SendAsync(Post("chat/completions", Chat("hello", new JsonObject { ["stream"] = stream, ["n"] = 2 })));
            transcript += response.Headers.GetValues("x-request-id").Single() + await response.Content.ReadAsStringAsync();
        }

        using var embedding = await client.SendAsync(Post("embeddings", new JsonObject { ["model"] = "sim-embed", ["input"] = "hello" }));
        return transcript + await embedding.Content.ReadAsStringAsync();
    }
}
