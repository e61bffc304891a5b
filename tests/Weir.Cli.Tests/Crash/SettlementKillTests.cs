using System.Text.Json;
using Weir.Gateway.Ledger;
using Weir.Gateway.Ledger.Rollups;
using Weir.Gateway.Storage;
using Weir.Lab.Simulator;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Cli.Tests.Crash;

/// <summary>
/// What providers go on with while the gateway is dead is paid for all the same, and once: <c>kill -9</c> between a response's
/// first answer and its end. WEIR_TEST_SEED repeats a schedule.
/// </summary>
[Collection(AloneCollection.Name)]
[Trait("Category", "Slow")]
public sealed class SettlementKillTests(ITestOutputHelper output)
{
    private const int Crashes = 10;
    private const int Clients = 10;

    /// <summary>All of them together stay below what the simulator keeps.</summary>
    private const int MostResponses = 9;

    [Fact]
    public async Task Every_response_that_was_begun_is_settled_once_with_what_it_used()
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        var random = new Random(TestSeed.Value);
        await using var provider = await SimulatorServer.StartAsync(new SimulatorOptions(), TimeProvider.System, CancellationToken.None);
        using var data = new TemporaryData();
        var options = new WeirProcessOptions { Data = data.Path, Configuration = Configuration(provider.BaseUrl.ToString()) };
        var begun = new List<(string Call, string Response)>();
        for (var crash = 0; crash < Crashes; crash++) begun.AddRange(await CrashAsync(options, random));

        await using var weir = await WeirProcess.StartAsync(options);
        var open = Unsettled(data.Path);
        output.WriteLine($"{begun.Count} responses begun, {open.Count} not settled after the last crash");
        open.ShouldNotBeEmpty("no crash came between a response's first answer and its end");
        // Whoever looks twice has seen the end.
        foreach (var response in open.Concat(open)) (await weir.Client.GetAsync($"/v1/responses/{response}")).IsSuccessStatusCode.ShouldBeTrue();

        Unsettled(data.Path).ShouldBeEmpty();
        weir.Ledger.After("", int.MaxValue).ShouldAllBe(call => call.UsageSource != UsageSource.Pending);
        foreach (var (call, response) in begun) await ShouldBeSettledAsync(weir, weir.Ledger.Find(call).ShouldNotBeNull(), response);
        using var database = Database.Open(data.Path, TimeProvider.System, create: false);
        new RollupCheck(database, TimeProvider.System).Find().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_gateway_that_comes_back_asks_by_itself()
    {
        await using var provider = await ScriptedUpstream.StartAsync();
        provider.Behaviour = (http, _) => ScriptedUpstream.JsonAsync(http, 200, """{"id":"resp_1","object":"response","status":"queued","background":true,"output":[]}""");
        using var data = new TemporaryData();
        var options = new WeirProcessOptions { Data = data.Path, Configuration = Configuration(provider.BaseUrl) };
        string id;
        await using (var first = await WeirProcess.StartAsync(options))
        {
            using var answer = await first.Client.PostAsync("/v1/responses", new StringContent("""{"model":"sim","input":"q","background":true}"""));
            id = answer.Headers.GetValues("x-request-id").Single();
            first.Child.Kill();
            await first.Child.ExitAsync();
        }
        provider.Behaviour = (http, _) => ScriptedUpstream.JsonAsync(
            http, 200, """{"id":"resp_1","object":"response","status":"completed","background":true,"output":[],"usage":{"input_tokens":10,"output_tokens":5,"total_tokens":15}}""");

        await using var second = await WeirProcess.StartAsync(options);
        await Scene.UntilAsync(() => second.Ledger.Find(id)!.UsageSource == UsageSource.Provider, "the response is settled");

        second.Ledger.Find(id)!.Cost.ShouldBe(0.00002m);
        (await second.MetricAsync("weir_responses_unsettled")).ShouldBe(0);
    }

    private static async Task<IEnumerable<(string Call, string Response)>> CrashAsync(WeirProcessOptions options, Random random)
    {
        await using var weir = await WeirProcess.StartAsync(options);
        using var killed = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(_ => new BackgroundCrashClient(weir, new Random(random.Next()), MostResponses, killed.Token)).ToArray();
        var loops = clients.Select(client => client.RunAsync()).ToArray();
        await await Task.WhenAny(clients.Select(client => client.FirstAnswer).Concat(loops)).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);

        // The schedule that is tried out, not a wait for anything.
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(50, 600)), TimeProvider.System);
        await killed.CancelAsync();
        weir.Child.Kill();
        await Task.WhenAll(loops);
        await weir.Child.ExitAsync();
        return clients.SelectMany(client => client.Begun);
    }

    private static async Task ShouldBeSettledAsync(WeirProcess weir, CallRecord call, string response)
    {
        var kept = JsonDocument.Parse(await weir.Client.GetStringAsync($"/v1/responses/{response}")).RootElement;
        var usage = kept.GetProperty("usage");
        call.FinishReason.ShouldBe(kept.GetProperty("status").GetString(), call.Id);
        call.SettledAt.ShouldNotBeNull(call.Id);
        call.Attempts.Single().UsageSource.ShouldBe(call.UsageSource, call.Id);
        if (call.FinishReason == "cancelled")
        {
            call.UsageSource.ShouldBe(UsageSource.Unknown, call.Id);
            return;
        }
        call.UsageSource.ShouldBe(UsageSource.Provider, call.Id);
        (call.Usage.Input, call.Usage.Output).ShouldBe((usage.GetProperty("input_tokens").GetInt64(), usage.GetProperty("output_tokens").GetInt64()), call.Id);
        call.Cost.ShouldBe((call.Usage.Input + (2 * call.Usage.Output)) / 1_000_000m, call.Id);
    }

    private static List<string> Unsettled(string data)
    {
        using var database = Database.Open(data, TimeProvider.System, create: false);
        using var session = database.Connect();
        using var find = session.Prepare("SELECT response_id FROM unsettled_responses");
        var found = new List<string>();
        while (find.Read()) found.Add(find.NextString());
        return found;
    }

    private static string Configuration(string provider) => $$"""
        providers:
          away: { base_url: "{{provider}}", apis: [responses] }
        deployments:
          sim: { provider: away, price: { input: 1, output: 2 } }
        models:
          sim: { route: [sim] }
        """;
}
