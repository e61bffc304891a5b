using Weir.Cli.Commands.Ledger;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Gateway.Storage;
using Weir.Testing;

namespace Weir.Cli.Tests.Verbs;

public sealed class FollowTests : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    private readonly DataDirectory _directory = new();
    private readonly FakeTimeProvider _time = new();
    private readonly PrintedCalls _printed = new();
    private readonly Database _database;
    private readonly LedgerWriter _ledger;
    private readonly CancellationTokenSource _stop = new();

    public FollowTests()
    {
        _database = Database.Open(_directory.Path, _time);
        _ledger = new LedgerWriter(_database, LedgerDurability.Committed, TimeProvider.System);
    }

    [Fact]
    public async Task Each_call_is_printed_once_also_one_that_came_early_and_ended_late()
    {
        var (first, second) = (Call(TimeSpan.FromSeconds(3)), Call(TimeSpan.FromSeconds(2)));
        await _ledger.AppendAsync(first);
        await _ledger.AppendAsync(second);
        var following = Follow(count: 1);
        await PollAsync();

        var later = Call(TimeSpan.FromSeconds(1));
        await _ledger.AppendAsync(later);
        await PollAsync();
        var slow = Call(TimeSpan.FromMinutes(5));
        slow.DurationMicros = 300_000_000;
        await _ledger.AppendAsync(slow);
        await PollAsync();
        for (var i = 0; i < 40; i++) await PollAsync();

        _printed.Ids.ShouldBe([second.Id, later.Id, slow.Id]);
        await _stop.CancelAsync();
        await following;
    }

    [Fact]
    public async Task Only_calls_that_match_are_followed()
    {
        var following = Follow(count: 0, new LedgerFilter(Tenant: "other"));
        await PollAsync();

        var (acme, other) = (Call(TimeSpan.FromSeconds(2)), Call(TimeSpan.FromSeconds(2)));
        other.Tenant = "other";
        await _ledger.AppendAsync(acme);
        await _ledger.AppendAsync(other);
        await PollAsync();

        _printed.Ids.ShouldBe([other.Id]);
        await _stop.CancelAsync();
        await following;
    }

    public async ValueTask DisposeAsync()
    {
        _stop.Dispose();
        await _ledger.DisposeAsync();
        _database.Dispose();
        _directory.Dispose();
    }

    private CallRecord Call(TimeSpan before) => DataDirectory.Call(before, _time);

    private Task Follow(int count, LedgerFilter? filter = null) =>
        new LedgerTail(new LedgerStore(_database), filter ?? LedgerFilter.Any, _time, _printed).RunAsync(count, follow: true, _stop.Token);

    /// <summary>Lets one more look at the ledger happen, and returns once it has.</summary>
    private async Task PollAsync()
    {
        // Time that passes before anybody waits for it would be lost.
        SpinWait.SpinUntil(() => _time.ActiveTimers > 0, TimeSpan.FromSeconds(30)).ShouldBeTrue();
        var next = _printed.NextAsync();
        _time.Advance(Poll);
        await next.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
