using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Configuration;
using Weir.Gateway.Hedging;
using Weir.Gateway.Ledger;
using Weir.Gateway.Upstream;
using Weir.Testing;
using Xunit.Abstractions;
using static Weir.Testing.ScriptedUpstream;
using UpstreamRequest = Weir.Testing.UpstreamRequest;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>
/// Crowds of clients that stream, embed, pass things through, retry, hedge and leave, against hard budgets that are nested and too small
/// for them. WEIR_TEST_SEED repeats a schedule.
/// </summary>
[Trait("Category", "Slow")]
public sealed class BudgetStormTests(ITestOutputHelper output)
{
    private const decimal Limit = 0.05m;
    private const decimal UsersLimit = 0.004m;

    private const string Configuration = """
        providers:
          up: { base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
          other: { base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
        deployments:
          one: { provider: up, model: one, context_window: 2000, price: { input: 1, output: 10 }, probe: { run: off } }
          two: { provider: other, model: two, context_window: 2000, price: { input: 1, output: 10 }, probe: { run: off } }
        models:
          asked-model: { route: [one, two], hedge: 5, retries: 2, deadline: 5s, batch: { wait: 1ms } }
        server: { relay_to: one }
        budgets:
          all: { usd: 0.05, hard: true }
          users: { each: [user], usd: 0.004, hard: true }
          sessions: { each: [session], million_tokens: 0.002, hard: true, lower_max_tokens: false }
          again: { for: { origin: retry }, usd: 0.01, hard: true }
        """;

    private static readonly string[] Plans = ["whole", "whole", "whole", "whole", "fail", "cut", "hang"];

    [Theory]
    [InlineData(0, 1000, 100_000)]
    [InlineData(1, 150, 100_000)]
    [InlineData(2, 150, 100_000)]
    [InlineData(3, 150, 100_000)]
    [InlineData(4, 150, 2)]
    [InlineData(5, 150, 2)]
    [InlineData(6, 600, 2)]
    public async Task No_budget_is_exceeded_none_keeps_anything_and_all_agree_with_the_ledger(int schedule, int callers, int inMemory)
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        await using var scene = await Scene.StartAsync(Configuration);
        scene.Upstream.Behaviour = AnswerAsync;
        scene.Part<Gateway.Budgets.BudgetBook>().Upkeep.Capacity = inMemory;
        Allow(scene);

        var seeds = new Random(TestSeed.Value + schedule);
        var statuses = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => seeds.Next()).ToArray().Select(seed => Task.Run(() => CallAsync(scene, new Random(seed)))));

        await Scene.UntilAsync(() => scene.InFlight == 0, "all calls have ended");
        var rows = scene.LedgerRows();
        var attempts = rows.SelectMany(row => row.Attempts).ToArray();
        output.WriteLine($"statuses {string.Join(", ", statuses.GroupBy(status => status).Select(group => $"{group.Key}: {group.Count()}"))}; {attempts.Length} attempts, {attempts.Count(a => a.Origin == Origin.Retry)} retries, {attempts.Count(a => a.IsHedge)} hedges, {Cost(attempts)} USD");
        statuses.ShouldContain(200);
        if (callers >= 1000) statuses.ShouldContain(402);
        Cost(attempts).ShouldBeLessThanOrEqualTo(Limit);
        rows.GroupBy(row => row.User).ShouldAllBe(user => Cost(user.SelectMany(row => row.Attempts)) <= UsersLimit);
        rows.GroupBy(row => row.Session).ShouldAllBe(session => session.SelectMany(row => row.Attempts).Sum(a => a.Usage.Input + a.Usage.Output) <= 2000);
        Cost(attempts.Where(attempt => attempt.Origin == Origin.Retry)).ShouldBeLessThanOrEqualTo(0.01m);
        ShouldAgree(scene, "all", Cost(attempts));
        ShouldAgree(scene, "users", Cost(attempts));
        ShouldAgree(scene, "again", Cost(attempts.Where(attempt => attempt.Origin == Origin.Retry)));
        await ShouldStillBeOfUseAsync(scene, Limit - Cost(attempts));
    }

    /// <summary>Whatever is left can be spent, by one who is new.</summary>
    private static async Task ShouldStillBeOfUseAsync(Scene scene, decimal left)
    {
        if (left < 0.002m) return;
        var answer = await scene.ChatAsync("""{"model":"asked-model","max_tokens":50,"messages":[{"role":"user","content":"whole whole"}]}""", ("x-weir-user", "late"), ("x-weir-session", "late"));
        answer.Status.ShouldBe(200, answer.Body);
    }

    private static void ShouldAgree(Scene scene, string budget, decimal cost)
    {
        var state = scene.Part<Gateway.Budgets.BudgetBook>().States.All.Single(state => state.Model.Name == budget);
        var counters = scene.Part<Gateway.Budgets.BudgetListing>().Of(state).Most.Select(counter => counter.Figures).ToArray();
        counters.Sum(counter => counter.Spent.Money).ShouldBe(cost, budget);
        counters.ShouldAllBe(counter => counter.Reserved == default);
        using var session = scene.Part<Gateway.Storage.Database>().Connect();
        using var read = session.Prepare("SELECT cost FROM budget_spent WHERE budget = $1");
        read.Add(budget);
        var onDisk = 0m;
        while (read.Read()) onDisk += read.NextDecimal()!.Value;
        onDisk.ShouldBe(cost, budget);
    }

    private static decimal Cost(IEnumerable<AttemptRecord> attempts) => attempts.Sum(attempt => attempt.Cost ?? 0);

    private static async Task<int> CallAsync(Scene scene, Random random)
    {
        (string, string)[] headers = [("x-weir-user", $"u{random.Next(30)}"), ("x-weir-session", $"s{random.Next(60)}")];
        var words = string.Join(' ', Enumerable.Range(0, 3).Select(_ => Plans[random.Next(Plans.Length)]));
        var limit = random.Next(20, 300);
        switch (random.Next(8))
        {
            case 0: return (await scene.PostAsync("/v1/embeddings", $$"""{"model":"asked-model","input":"{{words}}"}""", headers)).Status;
            case 1: return (await scene.PostAsync("/v1/own/thing", $$"""{"max_tokens":{{limit}},"messages":[{"content":"{{words}}"}]}""", headers)).Status;
            case 2: return await LeaveAsync(scene, words, limit, random.Next(20));
            case 3: return (await scene.ChatAsync($$"""{"model":"asked-model","messages":[{"role":"user","content":"{{words}}"}]}""", headers)).Status;
            case < 6: return (await scene.ChatAsync($$"""{"model":"asked-model","max_tokens":{{limit}},"messages":[{"role":"user","content":"{{words}}"}]}""", headers)).Status;
            default: return (await scene.ChatAsync($$"""{"model":"asked-model","stream":true,"max_tokens":{{limit}},"messages":[{"role":"user","content":"{{words}}"}]}""", headers)).Status;
        }
    }

    private static async Task<int> LeaveAsync(Scene scene, string words, int limit, int after)
    {
        using var raw = await scene.RawAsync();
        await raw.SendAsync(RawClient.Chat(scene.Key, $$"""{"model":"asked-model","user":"u{{after}}","stream":true,"max_tokens":{{limit}},"messages":[{"role":"user","content":"{{words}}"}]}"""));
        await Task.Delay(TimeSpan.FromMilliseconds(after), TimeProvider.System);
        raw.Reset();
        return 0;
    }

    /// <summary>Both deployments are known to be fast, so that a late one is hedged; and retries are allowed.</summary>
    private static void Allow(Scene scene)
    {
        var snapshot = scene.Part<ConfigWatcher>().Current;
        for (var i = 0; i < 200; i++) scene.Part<HedgeBudgets>().Of(snapshot.Models["asked-model"]).Earn(1);
        foreach (var deployment in snapshot.Deployments.Values)
        {
            for (var i = 0; i < 60; i++)
                foreach (var kind in Enum.GetValues<LatencyKind>()) scene.Part<UsualLatencies>().Of(deployment).Add(kind, 30, TimeSpan.FromMilliseconds(4));
            for (var i = 0; i < 2000; i++) scene.Part<RetryBudget>().Original("default", deployment.Provider.Name);
        }
    }

    /// <summary>Does what one of the request's words says, another one for each deployment, and counts honestly.</summary>
    private static async Task AnswerAsync(HttpContext http, UpstreamRequest request)
    {
        using var body = JsonDocument.Parse(request.Body);
        var root = body.RootElement;
        var model = root.TryGetProperty("model", out var named) ? named.GetString() : "own";
        var input = request.Body.Length / 4;
        if (request.Path.EndsWith("/embeddings", StringComparison.Ordinal))
        {
            var texts = root.GetProperty("input").ValueKind == JsonValueKind.Array ? root.GetProperty("input").GetArrayLength() : 1;
            var items = string.Join(',', Enumerable.Range(0, texts).Select(i => $$"""{"object":"embedding","index":{{i}},"embedding":[1]}"""));
            await JsonAsync(http, 200, $$$"""{"object":"list","data":[{{{items}}}],"model":"m","usage":{"prompt_tokens":{{{input}}},"total_tokens":{{{input}}}}}""");
            return;
        }
        var words = root.GetProperty("messages")[0].GetProperty("content").GetString()!.Split(' ');
        var output = root.TryGetProperty("max_tokens", out var most) || root.TryGetProperty("max_completion_tokens", out most) ? most.GetInt32() : 500;
        // Some say less than they may.
        output -= output / 3 * (input % 3);
        var usage = $$"""{"prompt_tokens":{{input}},"completion_tokens":{{output}},"total_tokens":{{input + output}}}""";
        var streams = root.TryGetProperty("stream", out var stream) && stream.GetBoolean();
        switch (words[model == "two" ? 1 : 0])
        {
            case "fail": await JsonAsync(http, 500, """{"error":{"message":"broken","type":"server_error"}}"""); break;
            case "hang": await Task.Delay(TimeSpan.FromMilliseconds(60), TimeProvider.System, http.RequestAborted); goto default;
            case "cut" when streams:
                await EventsAsync(http, Chunk("""{"role":"assistant","content":"Hel"}"""));
                Cut();
                break;
            default:
                if (!streams) await JsonAsync(http, 200, $$$"""{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello."},"finish_reason":"stop"}],"usage":{{{usage}}}}""");
                else
                    await EventsAsync(http, Chunk("""{"role":"assistant","content":"Hel"}"""), Chunk("""{"content":"lo"}"""), Chunk("{}", "\"stop\""),
                        $$$"""data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{{{usage}}}}""" + "\n\n", Done);
                break;
        }
    }
}
