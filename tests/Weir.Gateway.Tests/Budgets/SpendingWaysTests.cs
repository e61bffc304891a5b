using Weir.Gateway.Ledger;
using Weir.Testing;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>Whatever way money is spent in, it is reserved before and counted after, to the last digit.</summary>
[Trait("Category", "Slow")]
public sealed class SpendingWaysTests
{
    /// <summary>Room for three attempts at a time that may cost a thousandth of a dollar each and a bit.</summary>
    private const string Tight = "  all: { usd: 0.006, hard: true, lower_max_tokens: false }";

    private const string Text = """{"model":"asked-model","input":"some words to embed"}""";

    [Theory]
    [InlineData("/v1/chat/completions", BudgetScene.Hello)]
    [InlineData("/v1/chat/completions", BudgetScene.HelloStreamed)]
    [InlineData("/v1/messages", BudgetScene.Hello)]
    [InlineData("/v1/embeddings", Text)]
    [InlineData("/v1/completions", """{"model":"asked-model","max_tokens":100,"prompt":"Once"}""")]
    [InlineData("/v1/moderations", Text)]
    public async Task Every_endpoint_is_held_to_the_budget(string path, string body)
    {
        await using var scene = await BudgetScene.StartAsync(Tight);
        Answer last;
        var calls = 0;
        do last = await scene.Scene.PostAsync(path, body);
        while (last.Status == 200 && ++calls < 400);

        last.Status.ShouldBe(402, last.Body);
        scene.Scene.Upstream.Seen.Count.ShouldBe(calls);
        scene.LedgerSum().Money.ShouldBeLessThanOrEqualTo(0.006m);
        await scene.ShouldAgreeAsync("all");
    }

    /// <summary>What leaves without a model is charged as the deployment that it goes to; it is no way round a budget (Bifrost 2873).</summary>
    [Fact]
    public async Task What_is_passed_through_is_held_to_the_budget()
    {
        await using var scene = await BudgetScene.StartAsync("  all: { usd: 0.05, hard: true }\nserver: { relay_to: big }");
        (await scene.Scene.PostAsync("/v1/own/thing", """{"max_tokens":100}""")).Status.ShouldBe(200);
        (await scene.Scene.ReloadAsync(BudgetScene.With("  all: { usd: 0.000001, hard: true, lower_max_tokens: false }\nserver: { relay_to: big }"))).ShouldBeTrue();

        var refused = await scene.Scene.PostAsync("/v1/own/thing", """{"max_tokens":100}""");

        (refused.Status, refused.Error("code")).ShouldBe((402, "budget_exceeded"));
        scene.Scene.Upstream.Seen.Count.ShouldBe(1);
        await scene.ShouldAgreeAsync("all");
    }

    [Fact]
    public async Task Failed_attempts_give_back_what_they_did_not_cost()
    {
        await using var scene = await BudgetScene.StartAsync(Tight);
        scene.First = async (http, _) =>
        {
            await ScriptedUpstream.JsonAsync(http, 500, """{"error":{"message":"no","type":"server_error"}}""");
            return true;
        };
        for (var i = 0; i < 20; i++) (await scene.Scene.ChatAsync(BudgetScene.Hello)).Status.ShouldBe(500);

        scene.FiguresOf("all").Spent.ShouldBe(default);
        await scene.ShouldAgreeAsync("all");
    }

    /// <summary>The first attempt breaks off after it has begun, and is charged for by estimate; the second one is whole.</summary>
    [Fact]
    public async Task Retries_count_beside_what_they_repeat_and_apart_where_they_are_asked_for()
    {
        await using var scene = await BudgetScene.StartAsync("  all: { usd: 1, hard: true }\n  again: { for: { origin: retry }, usd: 1, hard: true }\n  first: { for: { origin: interactive }, usd: 1 }");
        await scene.Scene.ReloadAsync((await File.ReadAllTextAsync(Path.Combine(scene.Scene.Directory, "weir.yaml"))).Replace("retries: 0", "retries: 2, commit: full", StringComparison.Ordinal));
        var tries = 0;
        scene.First = async (http, _) =>
        {
            if (Interlocked.Increment(ref tries) > 1) return false;
            await ScriptedUpstream.EventsAsync(http, ScriptedUpstream.Chunk("""{"role":"assistant","content":"Hel"}"""));
            ScriptedUpstream.Cut();
            return true;
        };

        var answer = await scene.Scene.ChatAsync(BudgetScene.HelloStreamed);

        answer.Status.ShouldBe(200);
        var attempts = scene.Scene.Ledger(answer.RequestId).ShouldNotBeNull().Attempts;
        attempts.Select(attempt => attempt.Origin).ShouldBe([Origin.Interactive, Origin.Retry]);
        attempts.ShouldAllBe(attempt => attempt.Cost > 0);
        scene.FiguresOf("again").Spent.Money.ShouldBe(attempts[1].Cost!.Value);
        scene.FiguresOf("first").Spent.Money.ShouldBe(attempts[0].Cost!.Value);
        await scene.ShouldAgreeAsync("all");
    }

    [Fact]
    public async Task A_client_that_goes_away_has_spent_what_was_made_for_it_and_reserves_nothing_any_more()
    {
        await using var scene = await BudgetScene.StartAsync(Tight);
        scene.First = async (http, _) =>
        {
            ScriptedUpstream.BeginEvents(http);
            await ScriptedUpstream.SendAsync(http, ScriptedUpstream.Chunk("""{"role":"assistant","content":"Hello, hello, hello"}"""));
            await ScriptedUpstream.HangAsync(http);
            return true;
        };
        using (var stream = await scene.Scene.StreamAsync(BudgetScene.HelloStreamed)) await stream.UntilAsync("Hello");

        await scene.Scene.LedgerRowsAsync(1);
        scene.LedgerSum().Money.ShouldBeGreaterThan(0);
        await scene.ShouldAgreeAsync("all");
    }

    /// <summary>Eight of them at once, none of which would fit: a gateway that makes an account only once something is spent lets them all pass (LiteLLM 40095).</summary>
    [Fact]
    public async Task A_user_who_was_never_seen_before_has_the_limit_from_the_first_call_on()
    {
        await using var scene = await BudgetScene.StartAsync("  users: { each: [user], usd: 0.000000001, hard: true }");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => scene.Scene.ChatAsync(BudgetScene.Hello, ("x-weir-user", "new"))));

        answers.ShouldAllBe(answer => answer.Status == 402);
        scene.Scene.Upstream.Seen.ShouldBeEmpty();
        scene.FiguresOf("users").Reserved.ShouldBe(default);
    }

    [Fact]
    public async Task Each_session_has_a_limit_of_its_own_and_those_that_name_none_share_one()
    {
        await using var scene = await BudgetScene.StartAsync("  sessions: { each: [session], usd: 0.003, hard: true, lower_max_tokens: false }");
        async Task<int> CallsOf(string? session)
        {
            var calls = 0;
            while ((session is null ? await scene.Scene.ChatAsync(BudgetScene.Hello) : await scene.Scene.ChatAsync(BudgetScene.Hello, ("x-weir-session", session))).Status == 200) calls++;
            return calls;
        }

        var first = await CallsOf("one");

        first.ShouldBeInRange(1, 3);
        (await CallsOf("two")).ShouldBe(first);
        (await CallsOf(null)).ShouldBe(first);
        await scene.ShouldAgreeAsync("sessions");
    }

    /// <summary>What a stream has used is told once at its end, and counted once: no more is held against a key than it has spent (LiteLLM 40050).</summary>
    [Fact]
    public async Task Long_conversations_in_streams_count_what_they_cost_and_no_more()
    {
        await using var scene = await BudgetScene.StartAsync("  all: { usd: 0.2, hard: true }");
        for (var i = 0; i < 30; i++) (await scene.Scene.PostAsync("/v1/messages", BudgetScene.HelloStreamed)).Status.ShouldBe(200);

        scene.FiguresOf("all").Spent.ShouldBe(scene.LedgerSum());
        await scene.ShouldAgreeAsync("all");
    }

    [Fact]
    public async Task A_model_of_which_nobody_knows_the_price_is_refused_under_a_hard_budget_and_counted_under_another()
    {
        var budgets = BudgetScene.With("  all: { usd: 1, hard: true }").Replace("price: { input: 1, output: 10, cached_input: 0.1 }", "weight: 1", StringComparison.Ordinal);
        await using var scene = await BudgetScene.StartAsync("  all: { usd: 1, hard: true }");
        (await scene.Scene.ReloadAsync(budgets.Replace(", weight: 1", "", StringComparison.Ordinal))).ShouldBeTrue();

        var refused = await scene.Scene.ChatAsync(BudgetScene.Hello);

        (refused.Status, refused.Error("code")).ShouldBe((402, "budget_needs_price"));
        scene.Scene.Upstream.Seen.ShouldBeEmpty();
        (await scene.Scene.ReloadAsync(budgets.Replace(", weight: 1", "", StringComparison.Ordinal).Replace(", hard: true", "", StringComparison.Ordinal))).ShouldBeTrue();
        (await scene.Scene.ChatAsync(BudgetScene.Hello)).Status.ShouldBe(200);
        scene.FiguresOf("all").Spent.Tokens.ShouldBe(scene.LedgerSum().Tokens);
    }
}
