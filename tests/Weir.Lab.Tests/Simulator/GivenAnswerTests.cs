using System.Net;
using System.Text.Json.Nodes;
using Weir.Lab.Simulator;
using static Weir.Lab.Tests.Simulator.SimulatorFixture;

namespace Weir.Lab.Tests.Simulator;

/// <summary>An answer that was decided beforehand, and going on with one that the assistant has begun.</summary>
public sealed class GivenAnswerTests : IAsyncLifetime
{
    private SimulatorServer _server = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await SimulatorServer.StartAsync(new SimulatorOptions { Answer = "One two three four." }, TimeProvider.System, CancellationToken.None);
        _client = new HttpClient { BaseAddress = new Uri(_server.BaseUrl + "/") };
    }

    [Fact]
    public async Task Whatever_is_asked_the_answer_is_the_same()
    {
        (await SaidAsync(Chat("hi"))).ShouldBe("One two three four.");
        (await SaidAsync(Chat("What else?", new JsonObject { ["model"] = "sim-small" }))).ShouldBe("One two three four.");
    }

    [Theory]
    [InlineData("One two", " three four.")]
    [InlineData("Something else", "One two three four.")]
    public async Task A_beginning_of_it_is_gone_on_from(string begun, string rest) => (await SaidAsync(Begun(begun))).ShouldBe(rest);

    [Fact]
    public async Task A_prefill_can_be_refused_and_other_questions_are_not()
    {
        using var refused = await _client.SendAsync(Post("chat/completions", Begun("One two"), "no-prefill"));
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("does not support a prefill");
        using var answered = await _client.SendAsync(Post("chat/completions", Chat("hi"), "no-prefill"));
        answered.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    private static JsonObject Begun(string begun)
    {
        var body = Chat("hi");
        body["messages"]!.AsArray().Add(new JsonObject { ["role"] = "assistant", ["content"] = begun });
        return body;
    }

    private async Task<string> SaidAsync(JsonObject body)
    {
        using var response = await _client.SendAsync(Post("chat/completions", body));
        return (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["choices"]![0]!["message"]!["content"]!;
    }
}
