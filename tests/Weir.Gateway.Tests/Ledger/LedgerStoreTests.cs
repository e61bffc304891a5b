using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Gateway.Tests.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Ledger;

public class LedgerStoreTests(Engine engine = Engine.Sqlite) : IAsyncLifetime
{
    private readonly LedgerFixture _fixture = new(engine);
    private readonly CallRecord[] _calls = [.. Enumerable.Range(0, 10).Select(i => LedgerFixture.Call(i * 1000))];

    public async Task InitializeAsync()
    {
        await using var writer = _fixture.Writer(LedgerDurability.Committed);
        for (var i = 0; i < _calls.Length; i++)
        {
            _calls[i].Tenant = i % 2 == 0 ? "even" : "odd";
            _calls[i].ModelAsked = i % 3 == 0 ? "three" : "other";
            _calls[i].Outcome = i == 7 ? Outcome.TimedOut : Outcome.Completed;
            await writer.AppendAsync(_calls[i]);
        }
    }

    public Task DisposeAsync()
    {
        _fixture.Dispose();
        return Task.CompletedTask;
    }

    [StoreFact]
    public void Tail_gives_the_newest_oldest_first() => Tail(3).ShouldBe([7, 8, 9]);

    [StoreFact]
    public void Tail_filters()
    {
        Tail(2, new LedgerFilter(Tenant: "odd")).ShouldBe([7, 9]);
        Tail(9, new LedgerFilter(Model: "three")).ShouldBe([0, 3, 6, 9]);
        Tail(9, new LedgerFilter(Outcome: Outcome.TimedOut)).ShouldBe([7]);
        Tail(9, new LedgerFilter(Tenant: "odd", Model: "three")).ShouldBe([3, 9]);
        Tail(9, new LedgerFilter(Tenant: "nobody")).ShouldBeEmpty();
    }

    [StoreFact]
    public void Tail_since_is_exact()
    {
        var since = DateTimeOffset.UnixEpoch.AddTicks(_calls[6].StartedAt * TimeSpan.TicksPerMicrosecond);
        Tail(9, new LedgerFilter(Since: since)).ShouldBe([6, 7, 8, 9]);
        Tail(9, new LedgerFilter(Since: since.AddTicks(TimeSpan.TicksPerMicrosecond))).ShouldBe([7, 8, 9]);
        Tail(9, new LedgerFilter(Since: DateTimeOffset.UnixEpoch)).Length.ShouldBe(9);
    }

    [StoreFact]
    public void After_follows()
    {
        Index(_fixture.Store.After("", 4)).ShouldBe([0, 1, 2, 3]);
        Index(_fixture.Store.After(_calls[3].Id, 2)).ShouldBe([4, 5]);
        Index(_fixture.Store.After(_calls[3].Id, 9, new LedgerFilter(Tenant: "odd"))).ShouldBe([5, 7, 9]);
        _fixture.Store.After(_calls[9].Id, 9).ShouldBeEmpty();
    }

    [StoreFact]
    public void Find_takes_an_identifier_or_a_beginning_that_fits_one_call()
    {
        var id = _calls[4].Id;
        _fixture.Store.Find(id).ShouldNotBeNull().Attempts.ShouldHaveSingleItem().Provider.ShouldBe("openai");
        _fixture.Store.Find(id[..14]).ShouldNotBeNull().Id.ShouldBe(id);
        _fixture.Store.Find(id[..7]).ShouldBeNull("too short");
        _calls[1].Id.ShouldStartWith(_calls[0].Id[..8], Case.Sensitive, "eight of the ten characters of time hold 1,024 ms");
        _fixture.Store.Find(_calls[0].Id[..8]).ShouldBeNull("fits more than one call");
        _fixture.Store.Find(id[..20] + "zzzzzz").ShouldBeNull();
    }

    private int[] Tail(int count, LedgerFilter? filter = null) => Index(_fixture.Store.Tail(count, filter));

    private int[] Index(IReadOnlyList<CallRecord> found) => [.. found.Select(call => Array.FindIndex(_calls, one => one.Id == call.Id))];
}
