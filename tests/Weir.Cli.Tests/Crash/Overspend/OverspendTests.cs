using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Cli.Tests.Crash.Overspend;

/// <summary>
/// A thousand callers at once against hard budgets: streams, retries, second attempts, failures, clients that leave, embeddings in
/// batches, what is passed through, users and sessions that were never seen, and <c>kill -9</c> in the middle of it. No budget is
/// exceeded, counters are what the ledger says, and nothing of a limit stays out of reach. WEIR_TEST_ROUNDS sets how many schedules,
/// WEIR_TEST_SEED repeats them.
/// </summary>
[Collection(AloneCollection.Name)]
[Trait("Category", "Slow")]
public sealed class OverspendTests(ITestOutputHelper output)
{
    private const int Callers = 1_000;
    private const string AdminKey = "weir-admin-0123456789abcdef0123456789abcdef";

    /// <summary>
    /// More than the smallest call can cost: 1,024 tokens that a provider may put in front of a conversation and 100 bytes at a dollar,
    /// and 16 tokens of an answer at ten dollars a million.
    /// </summary>
    private const decimal SmallestCall = 0.0013m;

    private static readonly int Schedules =
        int.Parse(Environment.GetEnvironmentVariable("WEIR_TEST_ROUNDS") is { Length: > 0 } set ? set : "20", CultureInfo.InvariantCulture);

    private int _retries;
    private int _hedges;

    [Fact]
    public async Task No_budget_is_exceeded_and_none_keeps_anything_back()
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        for (var schedule = 0; schedule < Schedules; schedule++) await PlayAsync(TestSeed.Value + schedule);
        output.WriteLine($"{_retries} retries, {_hedges} second attempts");
        // Otherwise this would have tested less than it says.
        _retries.ShouldBeGreaterThan(0);
    }

    private async Task PlayAsync(int seed)
    {
        var random = new Random(seed);
        var limit = random.Next(400, 5_000) / 1_000m;
        var upstream = new SpendingUpstream(seed);
        await using var provider = await ScriptedUpstream.StartAsync();
        provider.Behaviour = upstream.AnswerAsync;
        using var data = new TemporaryData();
        var options = new WeirProcessOptions { Data = data.Path, Configuration = Configuration(provider.BaseUrl, limit) };
        var answers = await CrashAsync(options, random);
        await using var weir = await WeirProcess.StartAsync(options);
        answers.AddRange(await Task.WhenAll(CallAll(weir, Callers / 2, Callers / 2, random)));

        await Scene.UntilAsync(() => IsQuiet(weir), $"all calls have ended, seed {seed}");
        var spent = ShouldHold(weir, limit, seed);
        await ShouldAgreeAsync(weir, spent, seed);
        Tell(answers, spent, limit, seed);
        Count(weir);

        // Whatever is left can be spent, but for less than the smallest call can cost.
        upstream.IsGreedy = true;
        var last = await SpendTheRestAsync(weir);
        last.ShouldBe(HttpStatusCode.PaymentRequired, $"seed {seed}");
        spent = ShouldHold(weir, limit, seed);
        (limit - spent).ShouldBeLessThan(SmallestCall, $"money that nobody could spend, seed {seed}");
        await ShouldAgreeAsync(weir, spent, seed);
    }

    /// <summary>Half of the callers; the gateway is killed while they call.</summary>
    private static async Task<List<HttpStatusCode?>> CrashAsync(WeirProcessOptions options, Random random)
    {
        await using var weir = await WeirProcess.StartAsync(options);
        var calls = CallAll(weir, 0, Callers / 2, random);
        var endured = random.Next(calls.Length);
        await Scene.UntilAsync(() => calls.Count(call => call.IsCompleted) >= endured, $"{endured} calls have ended");
        weir.Child.Kill();
        await weir.Child.ExitAsync();
        return [.. await Task.WhenAll(calls)];
    }

    private static Task<HttpStatusCode?>[] CallAll(WeirProcess weir, int first, int count, Random random) =>
        [.. Enumerable.Range(first, count).Select(number => SpendingClient.CallAsync(weir, number, new Random(random.Next())))];

    private static bool IsQuiet(WeirProcess weir) => weir.MetricAsync("weir_calls_in_flight").GetAwaiter().GetResult() == 0;

    /// <returns>The status that the last call was refused with.</returns>
    private static async Task<HttpStatusCode> SpendTheRestAsync(WeirProcess weir)
    {
        for (var call = 0; call < 5_000; call++)
        {
            using var content = new StringContent("""{"model":"lone","messages":[{"role":"user","content":"hi"}]}""", Encoding.UTF8, "application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = content };
            request.Headers.Add("x-weir-user", $"rest-{call}");
            using var response = await weir.Client.SendAsync(request);
            if (response.StatusCode != HttpStatusCode.OK) return response.StatusCode;
        }
        return HttpStatusCode.OK;
    }

    /// <returns>What all calls have cost together.</returns>
    private static decimal ShouldHold(WeirProcess weir, decimal limit, int seed)
    {
        var attempts = weir.Ledger.After("", int.MaxValue).SelectMany(call => call.Attempts.Select(attempt => (Call: call, attempt.Cost))).ToList();
        var spent = attempts.Sum(one => one.Cost ?? 0);
        spent.ShouldBeLessThanOrEqualTo(limit, $"overspent, seed {seed}");
        foreach (var user in attempts.GroupBy(one => one.Call.User))
            user.Sum(one => one.Cost ?? 0).ShouldBeLessThanOrEqualTo(limit / 10, $"{user.Key} overspent, seed {seed}");
        return spent;
    }

    /// <summary>The counters on disk and in the gateway's memory are what the ledger says, and nothing is reserved.</summary>
    private static async Task ShouldAgreeAsync(WeirProcess weir, decimal spent, int seed)
    {
        using var database = Database.Open(weir.Data, TimeProvider.System, create: false);
        using var session = database.Connect();
        foreach (var budget in (string[])["all", "users", "sessions"])
        {
            using var row = session.Prepare("SELECT decimal_sum(cost) FROM budget_spent WHERE budget = $1");
            row.Add(budget).Read();
            row.NextDecimal().ShouldBe(spent, $"{budget} on disk, seed {seed}");
        }
        using var request = new HttpRequestMessage(HttpMethod.Get, "/admin/v1/budgets/all");
        request.Headers.Authorization = new("Bearer", AdminKey);
        using var response = await weir.Client.SendAsync(request);
        var shown = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        response.StatusCode.ShouldBe(HttpStatusCode.OK, shown.ToString());
        var counter = shown.GetProperty("counters")[0];
        (counter.GetProperty("spent").GetDecimal(), counter.GetProperty("reserved").GetDecimal()).ShouldBe((spent, 0), $"seed {seed}");
    }

    private void Tell(List<HttpStatusCode?> answers, decimal spent, decimal limit, int seed)
    {
        var by = answers.GroupBy(answer => answer).OrderBy(group => group.Key).Select(group => $"{(group.Key is { } status ? (int)status : 0)}: {group.Count()}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: ${spent} of ${limit}; {string.Join(", ", by)}"));
        // Otherwise this would have tested nothing.
        answers.Count(answer => answer == HttpStatusCode.OK).ShouldBeGreaterThan(20, $"seed {seed}");
    }

    private void Count(WeirProcess weir)
    {
        var attempts = weir.Ledger.After("", int.MaxValue).SelectMany(call => call.Attempts).ToList();
        _retries += attempts.Count(attempt => attempt.Origin == Origin.Retry);
        _hedges += attempts.Count(attempt => attempt.IsHedge);
    }

    private static string Configuration(string upstream, decimal limit) => string.Create(CultureInfo.InvariantCulture, $$"""
        admin: { key: "{{AdminKey}}" }
        server: { relay_to: first }
        providers:
          one: { base_url: "{{upstream}}" }
          two: { base_url: "{{upstream}}" }
        deployments:
          first: { provider: one, model: first-model, context_window: 16000, price: { input: 1, output: 10, cached_input: 0.1 } }
          second: { provider: two, model: second-model, context_window: 16000, price: { input: 1, output: 10 } }
          vectors: { provider: one, model: vector-model, context_window: 16000, price: { input: 1, output: 0 } }
        models:
          lone: { route: [first], retries: 2 }
          pair: { route: [first], fallbacks: [second], retries: 1, hedge: 5 }
          words: { route: [vectors], batch: { wait: 5ms, max: 16 } }
        budgets:
          all: { usd: {{limit}}, per: lifetime, hard: true }
          users: { each: [user], usd: {{limit / 10}}, per: lifetime, hard: true }
          sessions: { each: [session], usd: {{limit}}, per: lifetime }
        """);
}
