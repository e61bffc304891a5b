using Weir.Gateway.Budgets;
using Weir.Gateway.Responses;
using Weir.Gateway.Tests.EndToEnd;
using Weir.Testing;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>
/// A response that its provider works on in the background keeps what its call has reserved until it is known what it cost, over a restart
/// and whatever becomes of the configuration (docs/decisions/0046).
/// </summary>
[Trait("Category", "Slow")]
public sealed class BackgroundBudgetTests
{
    private const string Budgets = "budgets: { all: { usd: 0.2, per: lifetime, hard: true, lower_max_tokens: false }, users: { each: [user], usd: 0.2, per: lifetime, hard: true, lower_max_tokens: false } }";

    /// <summary>1,000 tokens of output, a request of some bytes.</summary>
    private const string Begin = """{"model":"asked-model","input":"q","background":true,"max_output_tokens":10000}""";

    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_it_may_cost_stays_reserved_until_it_is_settled(bool restarts)
    {
        var up = await BackgroundUpstream.StartAsync(_time, Budgets);
        await using var scene = up.Scene;
        await up.BeginAsync(Begin);
        var reserved = Of(scene, "all").Reserved;
        reserved.Money.ShouldBeInRange(0.1m, 0.2m);
        Of(scene, "all").Spent.ShouldBe(default);
        if (restarts) await scene.RestartAsync();
        Of(scene, "all").Reserved.ShouldBe(reserved);

        // There is no room for another one until the first has ended.
        var busy = scene.PostAsync("/v1/responses", Begin);
        await Scene.UntilAsync(() => scene.Part<BudgetBook>().States.All.SelectMany(state => state.Accounts).Any(account => account.Waiting == 1), "the second one waits");
        up.Now = (200, BackgroundUpstream.Response("completed", BackgroundUpstream.Usage));
        (await up.PollAsync()).Status.ShouldBe(200);

        (await busy).Status.ShouldBe(200);
        Of(scene, "all").ShouldBe(new BudgetFigures(new Amount(BackgroundUpstream.Cost, 1200), reserved, 0.2m, null));
        up.Now = (200, BackgroundUpstream.Response("completed", BackgroundUpstream.Usage, id: "resp_2"));
        (await up.PollAsync("resp_2")).Status.ShouldBe(200);
        await ShouldAgreeAsync(scene, 2 * BackgroundUpstream.Cost);
    }

    /// <summary>Whoever sees the end, Weir by itself here, after two restarts.</summary>
    [Fact]
    public async Task One_that_nobody_asks_after_is_settled_after_restarts()
    {
        var up = await BackgroundUpstream.StartAsync(_time, Budgets);
        await using var scene = up.Scene;
        await up.BeginAsync(Begin);
        await scene.RestartAsync();
        await scene.RestartAsync();
        up.Now = (200, BackgroundUpstream.Response("completed", BackgroundUpstream.Usage));

        _time.Advance(TimeSpan.FromSeconds(15));
        await scene.Part<ResponseSettler>().PassAsync();

        await ShouldAgreeAsync(scene, BackgroundUpstream.Cost);
    }

    /// <summary>Its usage stays unknown; what is unknown counts nothing, and holds nothing for good either.</summary>
    [Fact]
    public async Task One_that_its_provider_forgets_gives_everything_back()
    {
        var up = await BackgroundUpstream.StartAsync(_time, Budgets);
        await using var scene = up.Scene;
        await up.BeginAsync(Begin);
        await scene.RestartAsync();
        up.Now = (404, """{"error":{"message":"no such response","type":"invalid_request_error"}}""");

        for (var i = 0; i < 120; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(20));
            await scene.Part<ResponseSettler>().PassAsync();
        }

        await ShouldAgreeAsync(scene, 0);
    }

    /// <summary>The sweep is for calls that have ended without a trace; a call that is to be settled later has not.</summary>
    [Fact]
    public async Task It_is_not_swept_however_long_it_takes()
    {
        var up = await BackgroundUpstream.StartAsync(_time, Budgets);
        await using var scene = up.Scene;
        await up.BeginAsync(Begin);
        var reserved = Of(scene, "all").Reserved;

        for (var i = 0; i < 180; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(20));
            await scene.Part<ResponseSettler>().PassAsync();
        }

        Of(scene, "all").Reserved.ShouldBe(reserved);
        up.Now = (200, BackgroundUpstream.Response("completed", BackgroundUpstream.Usage));
        await up.PollAsync();
        await ShouldAgreeAsync(scene, BackgroundUpstream.Cost);
    }

    /// <summary>A budget that came while it was at work counts it when it ends; the counter of its user has left memory meanwhile.</summary>
    [Fact]
    public async Task A_budget_that_came_meanwhile_counts_it_once()
    {
        var up = await BackgroundUpstream.StartAsync(_time, Budgets);
        await using var scene = up.Scene;
        scene.Part<BudgetBook>().Upkeep.Capacity = 1;
        await up.BeginAsync(Begin);
        var more = Budgets.Replace("budgets: {", "budgets: { late: { each: [session], usd: 1, per: lifetime, hard: true },", StringComparison.Ordinal);
        (await scene.ReloadAsync(BackgroundUpstream.Configuration + "\n" + more)).ShouldBeTrue();
        up.Now = (200, BackgroundUpstream.Response("completed", BackgroundUpstream.Usage));

        (await up.PollAsync()).Status.ShouldBe(200);
        _time.Advance(TimeSpan.FromSeconds(5));

        await ShouldAgreeAsync(scene, BackgroundUpstream.Cost);
        Of(scene, "late").Spent.Money.ShouldBe(BackgroundUpstream.Cost);
    }

    private static BudgetFigures Of(Scene scene, string budget)
    {
        var state = scene.Part<BudgetBook>().States.All.Single(state => state.Model.Name == budget);
        return scene.Part<BudgetListing>().Of(state).Most is [var counter] ? counter.Figures : default;
    }

    private static async Task ShouldAgreeAsync(Scene scene, decimal cost)
    {
        await Scene.UntilAsync(() => scene.InFlight == 0, "nothing is under way");
        scene.LedgerRows().SelectMany(row => row.Attempts).Sum(attempt => attempt.Cost ?? 0).ShouldBe(cost);
        foreach (var budget in (string[])["all", "users"])
        {
            var figures = Of(scene, budget);
            (figures.Spent.Money, figures.Reserved).ShouldBe((cost, default(Amount)), budget);
        }
        await scene.RestartAsync();
        Of(scene, "all").Spent.Money.ShouldBe(cost);
        Of(scene, "all").Reserved.ShouldBe(default);
    }
}
