using System.Net;
using Weir.Gateway.Ledger;
using Weir.Testing;

namespace Weir.Cli.Tests.Lifecycle;

[Trait("Category", "Slow")]
public sealed class InterruptTests
{
    /// <summary>Takes several seconds, so that a call refused meanwhile is sure to come before its end.</summary>
    private static readonly string SlowStream =
        $$"""{"model":"sim-typical","stream":true,"messages":[{"role":"user","content":"repeat exactly: {{string.Concat(Enumerable.Repeat("take your time ", 60))}}"}]}""";

    [Fact]
    public async Task The_first_lets_calls_in_flight_finish_and_refuses_new_ones()
    {
        await using var weir = await WeirProcess.StartAsync(new() { Configuration = ModelsConfiguration.Yaml });
        using var stream = await BeginAsync(weir);
        var id = stream.Headers.GetValues("x-request-id").Single();
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync()).ShouldNotBeNull().ShouldStartWith("data: ");

        await weir.Child.InterruptAsync();
        await weir.Child.LineAsync("Stopping");
        using var refused = await RefusedAsync(weir);
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("server_draining");
        refused.Headers.RetryAfter.ShouldNotBeNull();

        (await reader.ReadToEndAsync()).ShouldEndWith("data: [DONE]\n\n");
        (await weir.Child.ExitAsync()).ShouldBe(0);
        weir.Ledger.Find(id).ShouldNotBeNull().Outcome.ShouldBe(Outcome.Completed);
    }

    [Fact]
    public async Task The_second_stops_at_once()
    {
        await using var weir = await WeirProcess.StartAsync(new() { Configuration = Endless });
        using var stream = await BeginAsync(weir);
        var id = stream.Headers.GetValues("x-request-id").Single();
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());
        await reader.ReadLineAsync();

        await weir.Child.InterruptAsync();
        await weir.Child.LineAsync("Stopping");
        weir.Child.HasEnded.ShouldBeFalse();
        await weir.Child.InterruptAsync();

        // The configured drain is ten minutes: whatever ends within the patience of this wait did not wait for it.
        (await weir.Child.ExitAsync()).ShouldBe(0);
        var rest = "";
        try
        {
            rest = await reader.ReadToEndAsync();
        }
        catch (IOException)
        {
            // A connection that breaks is as honest as an error event.
        }
        rest.ShouldNotContain("[DONE]");
        weir.Ledger.Find(id)?.Outcome.ShouldNotBe(Outcome.Completed);
    }

    [Fact]
    public async Task With_nothing_in_flight_the_program_ends_by_itself()
    {
        await using var weir = await WeirProcess.StartAsync();
        await weir.Child.InterruptAsync();
        (await weir.Child.ExitAsync()).ShouldBe(0);
        weir.Child.Output.ShouldNotContain("Exception");
    }

    /// <summary>A stream that stalls after its first tokens, and a drain that would wait for it longer than any test.</summary>
    private const string Endless = """
        server: { drain: 10m }
        providers:
          sim: { built_in: simulator }
        deployments:
          stalling: { provider: sim, model: sim-fault-stall-3, timeouts: { idle: 9m, first_byte: 9m, total: 10m } }
        models:
          sim-typical: { route: [stalling] }
        """;

    private static Task<HttpResponseMessage> BeginAsync(WeirProcess weir) => weir.Client.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(SlowStream, null, "application/json") },
        HttpCompletionOption.ResponseHeadersRead);

    /// <summary>The program says that it stops an instant before it refuses calls.</summary>
    private static async Task<HttpResponseMessage> RefusedAsync(WeirProcess weir)
    {
        while (true)
        {
            var response = await weir.Client.PostAsync(
                "/v1/chat/completions", new StringContent("""{"model":"sim","messages":[{"role":"user","content":"One more?"}]}""", null, "application/json"));
            if (response.StatusCode != HttpStatusCode.OK) return response;
            response.Dispose();
        }
    }
}
