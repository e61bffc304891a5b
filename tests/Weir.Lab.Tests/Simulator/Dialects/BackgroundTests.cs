using System.Text.Json.Nodes;
using Weir.Lab.Simulator;
using Weir.Testing;

namespace Weir.Lab.Tests.Simulator.Dialects;

/// <summary>Responses that are worked on in the background, on a clock that stands until it is moved.</summary>
public sealed class BackgroundTests : IAsyncLifetime
{
    private const string Path = "/v1/responses";

    private readonly FakeTimeProvider _time = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private SimulatorServer _server = null!;
    private DialectClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await SimulatorServer.StartAsync(new SimulatorOptions { Seed = 7 }, _time, CancellationToken.None);
        _client = new DialectClient(_http, new Uri($"http://{_server.EndPoint}"));
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task One_is_queued_then_in_progress_then_whole()
    {
        var made = await _client.AskAsync(Path, Ask("repeat exactly: Hello"));
        ((string)made["status"]!, (bool)made["background"]!, made["usage"], made["output"]!.AsArray().Count).ShouldBe(("queued", true, null, 0));

        var first = await GetAsync(made);
        ((string)first["status"]!, first["usage"]).ShouldBe(("in_progress", null));
        var second = await GetAsync(made);
        ((string)second["status"]!, (int)second["usage"]!["output_tokens"]!).ShouldBe(("completed", 1));
        second["output"]!.ToJsonString().ShouldContain("Hello");
        (await GetAsync(made)).ToJsonString().ShouldBe(second.ToJsonString());
    }

    [Fact]
    public async Task A_slow_model_takes_its_time()
    {
        var made = await _client.AskAsync(Path, Ask("repeat exactly: one two", model: "sim-slow"));

        await GetAsync(made);
        _time.Advance(TimeSpan.FromSeconds(2));
        ((string)(await GetAsync(made))["status"]!).ShouldBe("in_progress");
        _time.Advance(TimeSpan.FromSeconds(1));
        ((string)(await GetAsync(made))["status"]!).ShouldBe("completed");
    }

    [Fact]
    public async Task One_can_be_cancelled_twice_and_does_not_go_on()
    {
        var made = await _client.AskAsync(Path, Ask("hello"));

        for (var time = 0; time < 2; time++)
        {
            var cancelled = await _client.AskAsync($"{Path}/{made["id"]}/cancel", null);
            ((string)cancelled["status"]!, cancelled["usage"]).ShouldBe(("cancelled", null));
        }

        ((string)(await GetAsync(made))["status"]!).ShouldBe("cancelled");
    }

    [Fact]
    public async Task Only_what_is_in_the_background_can_be_cancelled()
    {
        var made = await _client.AskAsync(Path, new JsonObject { ["model"] = "sim", ["input"] = "hello" });

        (await _client.FailAsync($"{Path}/{made["id"]}/cancel", null)).Status.ShouldBe(400);
        (await _client.FailAsync($"{Path}/resp_none/cancel", null)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Nobody_goes_on_from_one_that_has_not_ended()
    {
        var made = await _client.AskAsync(Path, Ask("hello"));
        var next = new JsonObject { ["model"] = "sim", ["input"] = "and?", ["previous_response_id"] = (string)made["id"]! };

        (await _client.FailAsync(Path, next.DeepClone())).Status.ShouldBe(400);
        await GetAsync(made);
        await GetAsync(made);
        await _client.AskAsync(Path, next);
    }

    [Fact]
    public async Task A_stream_begins_in_the_queue_and_leaves_a_whole_response()
    {
        var events = await _client.StreamAsync(Path, DialectClient.With(Ask("repeat exactly: Hello"), """{"stream":true}"""));

        events.Take(3).Select(item => item.Name).ShouldBe(["response.created", "response.queued", "response.in_progress"]);
        var id = (string)JsonNode.Parse(events[0].Data)!["response"]!["id"]!;
        var found = await _client.AskAsync($"{Path}/{id}", null, method: HttpMethod.Get);
        found.ToJsonString().ShouldBe(JsonNode.Parse(events[^2].Data)!["response"]!.ToJsonString());
    }

    [Fact]
    public async Task A_stream_that_breaks_off_goes_on_unseen()
    {
        using var broken = await _client.SendAsync(Path, DialectClient.With(Ask("repeat exactly: one two three"), """{"stream":true}"""), fault: "end:1");
        var text = await broken.Content.ReadAsStringAsync();
        text.ShouldNotContain("response.completed");
        var id = (string)JsonNode.Parse(text.Split('\n')[1]["data: ".Length..])!["response"]!["id"]!;

        await _client.AskAsync($"{Path}/{id}", null, method: HttpMethod.Get);
        var found = await _client.AskAsync($"{Path}/{id}", null, method: HttpMethod.Get);

        ((string)found["status"]!).ShouldBe("completed");
        found["output"]!.ToJsonString().ShouldContain("one two three");
    }

    [Fact]
    public async Task One_fails_or_is_lost_on_demand()
    {
        var failing = await _client.AskAsync(Path, Ask("hello"), fault: "background-failed");
        await GetAsync(failing);
        var failed = await GetAsync(failing);
        ((string)failed["status"]!, (string)failed["error"]!["code"]!, failed["usage"]).ShouldBe(("failed", "server_error", null));

        var lost = await _client.AskAsync(Path, Ask("hello"), fault: "background-lost");
        (await _client.FailAsync($"{Path}/{lost["id"]}", null, method: HttpMethod.Get)).Status.ShouldBe(404);
    }

    private static JsonObject Ask(string text, string model = "sim") => new() { ["model"] = model, ["input"] = text, ["background"] = true };

    private Task<JsonNode> GetAsync(JsonNode made) => _client.AskAsync($"{Path}/{made["id"]}", null, method: HttpMethod.Get);
}
