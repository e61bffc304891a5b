using Weir.Dialects.Usage;
using Weir.Gateway.Costs;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Gateway.Tests.Configuration;
using Weir.Gateway.Tests.Ledger;
using Weir.Gateway.Tests.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Costs;

/// <summary>What was not spent, and why.</summary>
public class SavingsTests(Engine engine = Engine.Sqlite) : IDisposable
{
    private const string Yaml = """
        providers: { sim: { built_in: simulator } }
        deployments:
          dear: { provider: sim, price: { input: 10, output: 40 } }
          cheap: { provider: sim, price: { input: 1, output: 4 } }
        models: { m: { route: [dear, cheap] }, other: { route: [cheap] } }
        """;

    private readonly LedgerFixture _fixture = new(engine);

    public void Dispose() => _fixture.Dispose();

    [StoreFact]
    public async Task Caches_shared_answers_and_routing_are_told_apart()
    {
        var (first, cheaper, shared, other) = (Call(1, "m", "dear", 0.03m), Call(2, "m", "cheap", 0.003m), Call(3, "m", null, null), Call(4, "other", "cheap", 0.003m));
        first.Attempts[0].Saved = 0.007m;
        shared.SharedWith = first.Id;

        var savings = await Of(first, cheaper, shared, other);

        // Of m two calls were paid for, 0.033 in all: a third one would have cost half of that. 1,000 and 500 tokens cost 0.03 at the first deployment.
        (savings.Cost, savings.CacheReads, savings.SharedCalls, savings.SharedAnswers, savings.Routing).ShouldBe((0.036m, 0.007m, 1, 0.0165m, 0.027m));
        savings.NotReckoned.ShouldBeEmpty();
    }

    [StoreFact]
    public async Task What_has_no_cost_is_no_saving()
    {
        var unpriced = Call(1, "m", "cheap", null);

        (await Of(unpriced)).ShouldSatisfyAllConditions(savings => savings.Routing.ShouldBe(0), savings => savings.NotReckoned.ShouldBe(["m"]));
    }

    private async Task<Savings> Of(params CallRecord[] calls)
    {
        await using (var writer = _fixture.Writer(LedgerDurability.Buffered))
            foreach (var call in calls) await writer.AppendAsync(call);
        using var session = _fixture.Database.ConnectToRead();
        return Savings.Of(session, TimeProvider.System, new CostQuery { Since = DateTimeOffset.UnixEpoch }, Given.Model(Yaml));
    }

    private static CallRecord Call(int number, string model, string? deployment, decimal? cost)
    {
        var call = new CallRecord { Id = Gateway.Calls.CallId.New(1_800_000_000_000 + number), StartedAt = 1_800_000_000_000_000 + number, Endpoint = "chat.completions", Release = "0123456789ab", ModelAsked = model };
        if (deployment is not null)
            call.Attempts.Add(new AttemptRecord { Number = 1, Deployment = deployment, Provider = "sim", ModelSent = "x", StartedMicros = 1, Usage = new TokenUsage(1_000, 500), UsageSource = UsageSource.Provider, Cost = cost });
        return call;
    }
}
