using System.Text;
using System.Text.Json.Nodes;

namespace Weir.Lab.Tests.Simulator.Dialects;

/// <summary>A client that calls the simulator by bare paths and with the headers of any provider.</summary>
internal sealed class DialectClient(HttpClient client, Uri origin, params (string Name, string Value)[] headers)
{
    /// <summary>Eight bytes that say they are a PNG.</summary>
    public const string Png = "iVBORw0KGgo=";

    public const string Weather = """{"type":"object","properties":{"city":{"type":"string"},"unit":{"enum":["c","f"]}},"required":["city","unit"]}""";

    public static DialectClient For(SimulatorFixture simulator, params (string Name, string Value)[] headers) =>
        new(simulator.Client, new Uri($"http://{simulator.Server.EndPoint}"), headers);

    public async Task<HttpResponseMessage> SendAsync(string path, JsonNode? body, string? fault = null, HttpMethod? method = null)
    {
        using var message = new HttpRequestMessage(method ?? HttpMethod.Post, new Uri(origin, path));
        if (body is not null)
            message.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            message.Headers.TryAddWithoutValidation(name, value);
        if (fault is not null)
            message.Headers.Add("x-sim-fault", fault);
        return await client.SendAsync(message);
    }

    public async Task<JsonNode> AskAsync(string path, JsonNode? body, string? fault = null, HttpMethod? method = null)
    {
        using var response = await SendAsync(path, body, fault, method);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(200, text);
        return JsonNode.Parse(text)!;
    }

    public async Task<(int Status, JsonNode Body)> FailAsync(string path, JsonNode? body, string? fault = null, HttpMethod? method = null)
    {
        using var response = await SendAsync(path, body, fault, method);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBeGreaterThanOrEqualTo(400, text);
        return ((int)response.StatusCode, JsonNode.Parse(text)!);
    }

    /// <summary>The events of a stream: name (null when it has none) and data.</summary>
    public async Task<List<(string? Name, string Data)>> StreamAsync(string path, JsonNode body, string? fault = null)
    {
        using var response = await SendAsync(path, body, fault);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(200, text);
        var events = new List<(string?, string)>();
        foreach (var part in text.Replace("\r\n", "\n", StringComparison.Ordinal).Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = part.Split('\n');
            var data = lines.FirstOrDefault(line => line.StartsWith("data: ", StringComparison.Ordinal));
            if (data is not null)
                events.Add((lines.FirstOrDefault(line => line.StartsWith("event: ", StringComparison.Ordinal))?["event: ".Length..], data["data: ".Length..]));
        }

        return events;
    }

    /// <summary>A copy of the body with these members on top.</summary>
    public static JsonObject With(JsonObject body, string members)
    {
        var copy = body.DeepClone().AsObject();
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
            copy[name] = value?.DeepClone();
        return copy;
    }
}
