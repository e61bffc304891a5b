using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Gateway.Storage;
using Weir.Gateway.Tests.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Ledger;

[Trait("Category", "Slow")]
public class LedgerWriterTests(Engine engine = Engine.Sqlite) : IDisposable
{
    private readonly LedgerFixture _fixture = new(engine);

    [StoreTheory]
    [InlineData(LedgerDurability.Committed)]
    [InlineData(LedgerDurability.Buffered)]
    internal async Task Every_call_of_many_producers_is_there_exactly_once(LedgerDurability durability)
    {
        const int Producers = 64;
        const int Each = 500;
        await using (var writer = _fixture.Writer(durability))
        {
            await Task.WhenAll(Enumerable.Range(0, Producers).Select(producer => Task.Run(async () =>
            {
                for (var i = 0; i < Each; i++) await writer.AppendAsync(LedgerFixture.Call((producer * Each) + i));
            })));
        }

        using var session = _fixture.Database.Connect();
        session.Scalar("SELECT count(*) FROM calls").ShouldBe($"{Producers * Each}");
        session.Scalar("SELECT count(DISTINCT end_user) FROM calls").ShouldBe($"{Producers * Each}");
        session.Scalar("SELECT count(*) FROM attempts JOIN calls ON id = call_id").ShouldBe($"{Producers * Each}");
    }

    [StoreFact]
    public async Task A_committed_call_can_be_seen_by_others_the_moment_its_append_ends()
    {
        await using var writer = _fixture.Writer(LedgerDurability.Committed);
        var other = new LedgerStore(_fixture.Open());
        for (var i = 0; i < 20; i++)
        {
            var call = LedgerFixture.Call(i);
            await writer.AppendAsync(call);
            other.Find(call.Id).ShouldNotBeNull().Attempts.Count.ShouldBe(1);
        }
    }

    [StoreFact]
    public async Task A_buffered_call_is_written_when_the_interval_has_passed()
    {
        var time = new FakeTimeProvider();
        await using var writer = new LedgerWriter(_fixture.Database, LedgerDurability.Buffered, time);
        var call = LedgerFixture.Call(1);
        writer.AppendAsync(call).AsTask().IsCompletedSuccessfully.ShouldBeTrue();

        // The one that looks after the file, and the one that this call waits for.
        SpinWait.SpinUntil(() => time.ActiveTimers == 2, TimeSpan.FromSeconds(30)).ShouldBeTrue();
        _fixture.Store.Find(call.Id).ShouldBeNull();
        time.Advance(BufferClock.Interval);

        SpinWait.SpinUntil(() => _fixture.Store.Find(call.Id) is not null, TimeSpan.FromSeconds(30)).ShouldBeTrue();
    }

    [StoreFact]
    public async Task A_full_batch_of_buffered_calls_does_not_wait_for_the_interval()
    {
        await using var writer = new LedgerWriter(_fixture.Database, LedgerDurability.Buffered, new FakeTimeProvider());
        for (var i = 0; i < LedgerBatch.MostCalls; i++) await writer.AppendAsync(LedgerFixture.Call(i));
        SpinWait.SpinUntil(() => _fixture.Store.Tail(1).Count == 1, TimeSpan.FromSeconds(30)).ShouldBeTrue();
    }

    [StoreFact]
    public async Task A_bad_call_fails_alone()
    {
        await using var writer = _fixture.Writer(LedgerDurability.Committed);
        var taken = LedgerFixture.Call(0);
        await writer.AppendAsync(taken);

        // Behind a held lock, so that good and bad calls share one batch.
        List<(CallRecord Call, Task Append)> appends = [];
        using (var other = _fixture.Database.Connect())
        {
            other.Begin();
            for (var i = 1; i <= 30; i++)
            {
                var call = LedgerFixture.Call(i, i % 10 == 1 ? taken.Id : null);
                if (i % 10 == 2) call.Outcome = (Outcome)99;
                if (i % 10 == 3) call.Attempts.Add(LedgerFixture.Attempt(1));
                appends.Add((call, writer.AppendAsync(call).AsTask()));
            }

            other.Execute("COMMIT");
        }

        for (var i = 1; i <= 30; i++)
        {
            var (call, append) = appends[i - 1];
            if (i % 10 is 1 or 2 or 3) await Should.ThrowAsync<LedgerException>(append);
            else await append;
            if (i % 10 is not 1) (_fixture.Store.Find(call.Id) is not null).ShouldBe(i % 10 is not (2 or 3));
        }

        _fixture.Store.Find(taken.Id).ShouldNotBeNull().User.ShouldBe("user 0");
        using var session = _fixture.Database.Connect();
        session.Scalar("SELECT count(*) FROM attempts WHERE call_id NOT IN (SELECT id FROM calls)").ShouldBe("0");
    }

    [StoreFact(SqliteOnly = true)]
    public async Task A_disk_that_is_full_fails_calls_until_there_is_room_again()
    {
        Session? inner = null;
        _fixture.Database.Connected = session => inner ??= session;
        await using var writer = _fixture.Writer(LedgerDurability.Committed);
        await writer.AppendAsync(LedgerFixture.Call(0));

        // The writer sleeps whenever no append is under way, so that its session may be used meanwhile.
        inner!.Execute("PRAGMA max_page_count = 1");
        var failure = await Should.ThrowAsync<LedgerException>(async () =>
        {
            for (var i = 1; i <= 2000; i++) await writer.AppendAsync(LedgerFixture.Call(i));
        });
        failure.Message.ShouldContain("no room");
        failure.InnerException.ShouldBeOfType<StorageException>().Problem.ShouldBe(StorageProblem.Full);

        inner.Execute("PRAGMA max_page_count = 1000000");
        await writer.AppendAsync(LedgerFixture.Call(3000));
        _fixture.Store.Tail(1).ShouldHaveSingleItem().User.ShouldBe("user 3000");
    }

    /// <summary>What a provider is asked is paid for: nobody is let in to be asked for whom nothing could be recorded.</summary>
    [StoreFact]
    public async Task A_database_that_takes_nothing_is_tried_each_second_until_it_does()
    {
        Session? inner = null;
        _fixture.Database.Connected = session => inner ??= session;
        var (time, log) = (new FakeTimeProvider(), new EventLog<LedgerWriter>());
        await using var writer = new LedgerWriter(_fixture.Database, LedgerDurability.Committed, time, log);
        // By the writer's own thread, after its next commit, since the session is that thread's.
        var next = engine == Engine.Sqlite ? "PRAGMA query_only = 1" : "SET default_transaction_read_only = on";
        writer.Committed = (_, _) => inner!.Execute(next);
        await writer.AppendAsync(LedgerFixture.Call(0));
        writer.CanRecord.ShouldBeTrue();

        (await Should.ThrowAsync<LedgerException>(writer.AppendAsync(LedgerFixture.Call(1)).AsTask())).InnerException.ShouldBeOfType<StorageException>();
        log.Has("Unwritable").ShouldBeTrue();
        for (var i = 0; i < 3; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            writer.CanRecord.ShouldBeFalse();
        }

        next = engine == Engine.Sqlite ? "PRAGMA query_only = 0" : "SET default_transaction_read_only = off";
        await Should.ThrowAsync<LedgerException>(writer.AppendAsync(LedgerFixture.Call(2)).AsTask());
        SpinWait.SpinUntil(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return writer.CanRecord;
            },
            TimeSpan.FromSeconds(30)).ShouldBeTrue();
        log.Has("Recovered").ShouldBeTrue();
        await writer.AppendAsync(LedgerFixture.Call(3));
        _fixture.Store.Tail(9).Select(call => call.User).ShouldBe(["user 0", "user 3"], ignoreOrder: true);
    }

    [StoreFact(SqliteOnly = true)]
    public async Task Buffered_calls_wait_out_a_full_disk()
    {
        Session? inner = null;
        _fixture.Database.Connected = session => inner ??= session;
        var time = new FakeTimeProvider();
        var log = new EventLog<LedgerWriter>();
        await using var writer = new LedgerWriter(_fixture.Database, LedgerDurability.Buffered, time, log);
        inner!.Execute("PRAGMA max_page_count = 1");

        for (var i = 0; i < 2000; i++) await writer.AppendAsync(LedgerFixture.Call(i));
        SpinWait.SpinUntil(() => log.Has("Held"), TimeSpan.FromSeconds(30)).ShouldBeTrue();
        inner.Execute("PRAGMA max_page_count = 1000000");
        SpinWait.SpinUntil(
            () =>
            {
                time.Advance(BufferClock.Interval);
                return _fixture.Store.Tail(5000).Count == 2000;
            },
            TimeSpan.FromSeconds(30)).ShouldBeTrue();
        log.Has("Recovered").ShouldBeTrue();
    }

    [StoreTheory(SqliteOnly = true)]
    [InlineData(LedgerDurability.Committed)]
    [InlineData(LedgerDurability.Buffered)]
    internal async Task A_file_that_was_taken_away_is_noticed_and_written_no_more_until_it_is_back(LedgerDurability durability)
    {
        if (OperatingSystem.IsWindows()) return; // An open file cannot be taken away there.
        var time = new FakeTimeProvider();
        var log = new EventLog<LedgerWriter>();
        var away = _fixture.Database.Path + ".away";
        await using var writer = new LedgerWriter(_fixture.Database, durability, time, log);

        File.Move(_fixture.Database.Path, away);
        File.WriteAllText(_fixture.Database.Path, "another file");
        LookUntil(() => log.Has("Gone"));
        writer.IsInPlace.ShouldBeFalse();
        var append = writer.AppendAsync(LedgerFixture.Call(1));

        if (durability == LedgerDurability.Committed)
            (await Should.ThrowAsync<LedgerException>(append.AsTask())).InnerException.ShouldBeOfType<StorageException>().Problem.ShouldBe(StorageProblem.Missing);
        else
            LookUntil(() => log.Has("Held"));

        File.Move(away, _fixture.Database.Path, overwrite: true);
        LookUntil(() => log.Has("Back"));
        writer.IsInPlace.ShouldBeTrue();
        if (durability == LedgerDurability.Committed) await writer.AppendAsync(LedgerFixture.Call(2));
        LookUntil(() => _fixture.Store.Tail(9).Count == 1);

        void LookUntil(Func<bool> holds) => SpinWait.SpinUntil(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return holds();
            },
            TimeSpan.FromSeconds(30)).ShouldBeTrue();
    }

    [StoreFact]
    public async Task Calls_over_the_bound_are_refused_and_the_others_kept()
    {
        await using var writer = _fixture.Writer(LedgerDurability.Committed, capacity: 100);
        List<Task> appends = [];
        using (var other = _fixture.Database.Connect())
        {
            other.Begin();
            for (var i = 0; i < 150; i++) appends.Add(writer.AppendAsync(LedgerFixture.Call(i)).AsTask());
            other.Execute("COMMIT");
        }

        for (var i = 0; i < 100; i++) await appends[i];
        for (var i = 100; i < 150; i++) (await Should.ThrowAsync<LedgerException>(appends[i])).Message.ShouldBe("the ledger queue is full");
        await writer.AppendAsync(LedgerFixture.Call(200));
        _fixture.Store.Tail(1000).Count.ShouldBe(101);
    }

    [StoreFact]
    public async Task A_closed_ledger_has_written_everything_and_takes_no_more()
    {
        var writer = _fixture.Writer(LedgerDurability.Committed);
        var appends = Enumerable.Range(0, 2000).Select(i => writer.AppendAsync(LedgerFixture.Call(i)).AsTask()).ToList();
        await writer.DisposeAsync();
        await writer.DisposeAsync();

        await Task.WhenAll(appends);
        (await Should.ThrowAsync<LedgerException>(writer.AppendAsync(LedgerFixture.Call(9)).AsTask())).Message.ShouldBe("the ledger is closed");
        _fixture.Store.Tail(5000).Count.ShouldBe(2000);
    }

    public void Dispose() => _fixture.Dispose();
}
