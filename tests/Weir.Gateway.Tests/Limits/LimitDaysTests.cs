using Weir.Gateway.Ledger;
using Weir.Gateway.Limits;
using Weir.Gateway.Model;
using Weir.Gateway.Tests.Ledger;
using Weir.Gateway.Tests.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Limits;

/// <summary>What was used of days, on disk.</summary>
public class LimitDaysTests(Engine engine = Engine.Sqlite) : IDisposable
{
    private static readonly LimitSubject Alice = new("users 0123456789ab", "acme", "alice");
    private static readonly LimitSubject Bob = Alice with { Rest = "bob" };

    private readonly LedgerFixture _fixture = new(engine);
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    [StoreFact]
    public async Task What_calls_used_is_added_up_and_told_once()
    {
        await WriteAsync((Alice, "tokens_per_day", 100), (Alice, "requests_per_day", 1), (Bob, "tokens_per_day", 5));
        await WriteAsync((Alice, "tokens_per_day", 23));

        var days = new LimitDays(_fixture.Database, _clock);

        days.Take(Alice, "tokens_per_day").ShouldBe(123);
        days.Take(Alice, "tokens_per_day").ShouldBe(0);
        days.Take(Alice, "requests_per_day").ShouldBe(1);
        days.Take(Bob, "tokens_per_day").ShouldBe(5);
        days.Take(Bob, "requests_per_day").ShouldBe(0);
    }

    [StoreFact]
    public async Task Another_day_has_nothing_of_it()
    {
        await WriteAsync((Alice, "tokens_per_day", 100));
        var read = new LimitDays(_fixture.Database, _clock);
        _clock.Advance(TimeSpan.FromDays(1));

        read.Take(Alice, "tokens_per_day").ShouldBe(0);
        new LimitDays(_fixture.Database, _clock).Take(Alice, "tokens_per_day").ShouldBe(0);
    }

    public void Dispose()
    {
        _fixture.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task WriteAsync(params (LimitSubject Subject, string Unit, long Amount)[] counts)
    {
        var day = LimitDayCount.DayOf(_clock.GetUtcNow());
        await using var writer = _fixture.Writer(LedgerDurability.Committed);
        await writer.AppendAsync(new CallRecord
        {
            Id = Gateway.Calls.CallId.New(_clock.GetUtcNow().ToUnixTimeMilliseconds()), StartedAt = 1, Endpoint = "", Release = "",
            LimitCounts = [.. counts.Select(count => new LimitDayCount(count.Subject, count.Unit, day, count.Amount))],
        });
    }
}
