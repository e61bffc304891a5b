using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Weir.Lab.Simulator;
using static Weir.Lab.Tests.Simulator.SimulatorFixture;

namespace Weir.Lab.Tests.Simulator;

public sealed class ProtocolTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    [Fact]
    public async Task Headers_are_those_of_the_api()
    {
        using var response = await simulator.Client.SendAsync(Post("chat/completions", Chat("hello")));
        string One(string name) => response.Headers.GetValues(name).Single();
        One("x-request-id").ShouldStartWith("req_");
        One("openai-version").ShouldBe("2020-10-01");
        long.Parse(One("openai-processing-ms")).ShouldBeGreaterThanOrEqualTo(0);
        One("openai-organization").ShouldNotBeEmpty();
        foreach (var kind in (string[])["requests", "tokens"])
        {
            int.Parse(One($"x-ratelimit-limit-{kind}")).ShouldBeGreaterThan(int.Parse(One($"x-ratelimit-remaining-{kind}")));
            One($"x-ratelimit-reset-{kind}").ShouldMatch("^([0-9]+h)?([0-9]+m)?([0-9.]+s|[0-9]+ms)$");
        }
    }

    [Theory]
    [InlineData("GET", "nowhere", 404)]
    [InlineData("POST", "assistants", 404)]
    [InlineData("GET", "chat/completions", 405)]
    [InlineData("DELETE", "models", 405)]
    [InlineData("GET", "models/absent", 404)]
    public async Task What_is_not_there_is_an_error_of_the_api(string method, string path, int status)
    {
        using var response = await simulator.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        ((int)response.StatusCode).ShouldBe(status);
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!.AsObject().Count.ShouldBe(4);
    }

    [Fact]
    public async Task Models_are_listed_and_shown()
    {
        var list = JsonNode.Parse(await simulator.Client.GetStringAsync("models"))!;
        var ids = list["data"]!.AsArray().Select(model => (string)model!["id"]!).ToList();
        ids.ShouldContain("sim-typical");
        foreach (var id in ids)
            ((string)JsonNode.Parse(await simulator.Client.GetStringAsync($"models/{id}"))!["id"]!).ShouldBe(id);
    }

    [Fact]
    public async Task A_key_is_asked_for_when_it_is_set()
    {
        await using var server = await SimulatorServer.StartAsync(new SimulatorOptions { ApiKey = "right" }, TimeProvider.System, CancellationToken.None);
        using var client = new HttpClient();
        async Task<HttpStatusCode> TryAsync(string? key)
        {
            using var message = new HttpRequestMessage(HttpMethod.Get, server.BaseUrl + "/models");
            message.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
            using var response = await client.SendAsync(message);
            return response.StatusCode;
        }

        (await TryAsync(null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await TryAsync("wrong")).ShouldBe(HttpStatusCode.Unauthorized);
        (await TryAsync("right")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Any_model_name_is_served_and_answers_by_that_name()
    {
        var answer = await simulator.AskAsync(Chat("hello", new JsonObject { ["model"] = "gpt-4o" }));
        ((string)answer["model"]!).ShouldBe("gpt-4o");
    }

    [Fact]
    public async Task Requests_are_recorded_byte_for_byte()
    {
        await using var server = await SimulatorServer.StartAsync(new SimulatorOptions { KeepRequests = 2 }, TimeProvider.System, CancellationToken.None);
        using var client = new HttpClient();
        for (var index = 0; index < 3; index++)
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, server.BaseUrl + "/chat/completions?q=" + index) { Content = new StringContent("{ \"odd\":  1}") };
            message.Headers.Add("x-mine", "yes");
            await client.SendAsync(message);
        }

        server.TotalRequests.ShouldBe(3);
        server.Requests.Select(request => request.Path).ShouldBe(["/v1/chat/completions?q=1", "/v1/chat/completions?q=2"]);
        var last = server.Requests[^1];
        last.Method.ShouldBe("POST");
        last.Headers["X-Mine"].ShouldBe("yes");
        Encoding.UTF8.GetString(last.Body.Span).ShouldBe("{ \"odd\":  1}");
        await last.Finished.WaitAsync(TimeSpan.FromSeconds(20));
        last.ClientWentAway.ShouldBeFalse();
    }

    [Fact]
    public async Task Hanging_answers_do_not_hold_up_the_stop()
    {
        var server = await SimulatorServer.StartAsync(new SimulatorOptions(), TimeProvider.System, CancellationToken.None);
        using var client = new HttpClient();
        var arrival = server.NextRequestAsync(CancellationToken.None);
        using var message = Post(server.BaseUrl + "/chat/completions", Chat("hi"), "silence");
        var call = client.SendAsync(message);
        await arrival;
        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        await Should.ThrowAsync<HttpRequestException>(call);
    }
}
