using Weir.Gateway.Costs;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Gateway.Tests.Ledger;
using Weir.Gateway.Tests.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Costs;

/// <summary>What the month will have cost, from a ledger.</summary>
public class SpendForecasterTests(Engine engine = Engine.Sqlite) : IDisposable
{
    private readonly LedgerFixture _fixture = new(engine);

    public void Dispose() => _fixture.Dispose();

    [StoreFact]
    public async Task A_month_goes_on_as_its_weeks_did()
    {
        // Noon of 20 November: 10 dollars on each day of October and November so far, 5 of them today.
        var now = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
        var days = Enumerable.Range(0, 50).Select(day => Call(now.AddDays(-50 + day), 10)).Append(Call(now.AddHours(-1), 5));

        var forecast = (await Forecast(now, [.. days])).ShouldHaveSingleItem();

        forecast.Spent.ShouldBe((19 * 10) + 5);
        ((double)forecast.Expected).ShouldBe((29 * 10) + 10, 3);
        forecast.Low.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(forecast.Expected);
        forecast.High.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(forecast.Expected);
    }

    [StoreFact]
    public async Task After_three_days_nobody_can_say_how_sure_it_is()
    {
        var now = new DateTimeOffset(2026, 11, 4, 0, 0, 0, TimeSpan.Zero);

        var forecast = (await Forecast(now, Call(now.AddDays(-3), 4), Call(now.AddDays(-2), 4), Call(now.AddDays(-1), 4))).ShouldHaveSingleItem();

        (forecast.Spent, forecast.Expected, forecast.Low, forecast.High, forecast.Days).ShouldBe((12, 120, null, null, 3));
    }

    [StoreFact]
    public async Task Each_group_is_foretold_by_itself_the_dearest_first()
    {
        var now = new DateTimeOffset(2026, 11, 29, 0, 0, 0, TimeSpan.Zero);
        var calls = Enumerable.Range(1, 20).SelectMany(day => (CallRecord[])[Call(now.AddDays(-day), 1, "globex"), Call(now.AddDays(-day), 8, "acme")]);

        var forecasts = await Forecast(now, [.. calls]);

        forecasts.Select(forecast => (forecast.Values[0], forecast.Spent)).ShouldBe([("acme", 160m), ("globex", 20m)]);
        ((double)forecasts[0].Expected).ShouldBe(176, 2);
    }

    private async Task<IReadOnlyList<SpendForecast>> Forecast(DateTimeOffset now, params CallRecord[] calls)
    {
        await using (var writer = _fixture.Writer(LedgerDurability.Buffered))
            foreach (var call in calls) await writer.AppendAsync(call);
        using var session = _fixture.Database.ConnectToRead();
        var by = calls.Select(call => call.Tenant).Distinct().Count() > 1 ? "tenant" : "";
        return new SpendForecaster(session, new FakeTimeProvider(now), new Random(1).NextDouble).Forecast(new CostQuery { By = CostQueryText.By(by), Since = now });
    }

    private static CallRecord Call(DateTimeOffset came, decimal cost, string tenant = "acme")
    {
        var call = new CallRecord { Id = Gateway.Calls.CallId.New(came.ToUnixTimeMilliseconds()), StartedAt = came.ToUnixTimeMilliseconds() * 1000, Endpoint = "chat.completions", Release = "0123456789ab", Tenant = tenant };
        call.Attempts.Add(LedgerFixture.Attempt(1) with { Cost = cost });
        return call;
    }
}
