using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Budgets;
using Weir.Gateway.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>
/// A gateway with budgets before an upstream that counts honestly: a token of input for each four bytes of the request, and as many of
/// output as the request allows. A million tokens cost one dollar going in and ten coming out.
/// </summary>
internal sealed class BudgetScene : IAsyncDisposable
{
    /// <summary>Most tokens of each answer.</summary>
    public const int Tokens = 100;

    /// <summary>A small call whose answer has <see cref="Tokens"/>.</summary>
    public const string Hello = """{"model":"asked-model","max_tokens":100,"messages":[{"role":"user","content":"hi"}]}""";

    public const string HelloStreamed = """{"model":"asked-model","stream":true,"max_tokens":100,"messages":[{"role":"user","content":"hi"}]}""";

    private BudgetScene(Scene scene)
    {
        Scene = scene;
        scene.Upstream.Behaviour = AnswerAsync;
    }

    public Scene Scene { get; }

    /// <summary>What the upstream does before it answers; true says that this was the answer.</summary>
    public Func<HttpContext, UpstreamRequest, Task<bool>> First { get; set; } = static (_, _) => Task.FromResult(false);

    /// <summary>The standard configuration with budgets.</summary>
    public static string With(string budgets) => Scene.With("budgets:\n" + budgets).Replace("model: upstream-model,", "model: upstream-model, context_window: 1000,", StringComparison.Ordinal);

    public static async Task<BudgetScene> StartAsync(string budgets, TimeProvider? time = null) => new(await Scene.StartAsync(With(budgets), time));

    /// <summary>What a budget has spent and reserved now, in all of its counters together.</summary>
    public BudgetFigures FiguresOf(string budget)
    {
        var book = Scene.Part<BudgetBook>();
        var all = book.States.All.Where(state => state.Model.Name == budget).SelectMany(state => state.Accounts).Select(book.Look).ToArray();
        return new BudgetFigures(
            all.Aggregate(default(Amount), (sum, one) => sum + one.Spent), all.Aggregate(default(Amount), (sum, one) => sum + one.Reserved), all.Max(one => one.Limit), null);
    }

    /// <summary>What the ledger says that all attempts have cost and used together.</summary>
    public Amount LedgerSum() => Scene.LedgerRows().SelectMany(call => call.Attempts)
        .Aggregate(default(Amount), (sum, attempt) => sum + new Amount(attempt.Cost ?? 0, attempt.Usage.Input + attempt.Usage.Output));

    /// <summary>What stands on disk for a budget.</summary>
    public Amount OnDisk(string budget)
    {
        using var session = Scene.Part<Database>().Connect();
        using var read = session.Prepare("SELECT cost, tokens FROM budget_spent WHERE budget = $1");
        read.Add(budget);
        var sum = default(Amount);
        while (read.Read()) sum += new Amount(read.NextDecimal()!.Value, read.NextLong());
        return sum;
    }

    /// <summary>Waits until nothing is under way, and checks that counter, disk and ledger agree to the last digit, and that nothing is still reserved.</summary>
    public async Task ShouldAgreeAsync(string budget)
    {
        await Scene.UntilAsync(() => Scene.InFlight == 0, "nothing is under way");
        var figures = FiguresOf(budget);
        figures.Spent.ShouldBe(LedgerSum());
        OnDisk(budget).ShouldBe(LedgerSum());
        figures.Reserved.ShouldBe(default);
    }

    public ValueTask DisposeAsync() => Scene.DisposeAsync();

    private async Task AnswerAsync(HttpContext http, UpstreamRequest request)
    {
        if (await First(http, request)) return;
        var body = JsonDocument.Parse(request.Body).RootElement;
        var input = request.Body.Length / 4;
        if (request.Path.EndsWith("/embeddings", StringComparison.Ordinal))
        {
            await ScriptedUpstream.JsonAsync(http, 200, $$$"""{"object":"list","data":[{"object":"embedding","index":0,"embedding":[1,2]}],"model":"m","usage":{"prompt_tokens":{{{input}}},"total_tokens":{{{input}}}}}""");
            return;
        }
        var output = body.TryGetProperty("max_tokens", out var most) || body.TryGetProperty("max_completion_tokens", out most) ? most.GetInt32() : 1000;
        var usage = $$"""{"prompt_tokens":{{input}},"completion_tokens":{{output}},"total_tokens":{{input + output}}}""";
        if (!body.TryGetProperty("stream", out var streams) || !streams.GetBoolean())
        {
            await ScriptedUpstream.JsonAsync(http, 200, $$$"""{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello."},"finish_reason":"stop"}],"usage":{{{usage}}}}""");
            return;
        }
        await ScriptedUpstream.EventsAsync(http,
            ScriptedUpstream.Chunk("""{"role":"assistant","content":"Hel"}"""), ScriptedUpstream.Chunk("""{"content":"lo"}"""), ScriptedUpstream.Chunk("{}", "\"stop\""),
            $$$"""data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{{{usage}}}}""" + "\n\n",
            ScriptedUpstream.Done);
    }
}
