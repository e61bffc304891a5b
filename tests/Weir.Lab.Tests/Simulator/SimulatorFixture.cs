using System.Text;
using System.Text.Json.Nodes;
using Weir.Lab.Simulator;

namespace Weir.Lab.Tests.Simulator;

/// <summary>A simulator on a real socket and a client for it.</summary>
public sealed class SimulatorFixture : IAsyncLifetime
{
    internal SimulatorServer Server { get; private set; } = null!;

    internal HttpClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await SimulatorServer.StartAsync(new SimulatorOptions { Seed = 7 }, TimeProvider.System, CancellationToken.None);
        Client = new HttpClient { BaseAddress = new Uri(Server.BaseUrl + "/"), Timeout = TimeSpan.FromSeconds(60) };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    internal static HttpRequestMessage Post(string path, JsonNode body, string? fault = null)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        if (fault is not null)
            message.Headers.Add("x-sim-fault", fault);
        return message;
    }

    internal static JsonObject Chat(string text, JsonObject? with = null)
    {
        var body = new JsonObject
        {
            ["model"] = "sim",
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text }),
        };
        foreach (var (name, value) in with ?? [])
            body[name] = value?.DeepClone();
        return body;
    }

    internal async Task<JsonNode> AskAsync(JsonNode body, string? fault = null)
    {
        using var response = await Client.SendAsync(Post("chat/completions", body, fault));
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(200, text);
        return JsonNode.Parse(text)!;
    }

    internal async Task<(int Status, JsonNode Error)> FailAsync(JsonNode body, string path = "chat/completions")
    {
        using var response = await Client.SendAsync(Post(path, body));
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!.AsObject();
        error.Select(property => property.Key).ShouldBe(["message", "type", "param", "code"]);
        return ((int)response.StatusCode, error);
    }

    /// <summary>The raw text of the stream and the data of its events.</summary>
    internal async Task<StreamedAnswer> StreamAsync(JsonNode body, string? fault = null)
    {
        var copy = body.DeepClone();
        copy["stream"] = true;
        using var response = await Client.SendAsync(Post("chat/completions", copy, fault), HttpCompletionOption.ResponseHeadersRead);
        ((int)response.StatusCode).ShouldBe(200);
        return new StreamedAnswer(await response.Content.ReadAsStringAsync());
    }
}
