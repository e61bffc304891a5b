using Weir.Gateway.Calls;
using Weir.Gateway.Costs;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Gateway.Scheduling.Starvation;
using Weir.Gateway.Tests.Ledger;
using Weir.Gateway.Tests.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Scheduling.Starvation;

/// <summary>Given calls in the ledger, then the report says who waited, and who held the deployment meanwhile. Times are seconds after the report's start; it is of 100.</summary>
public class QueueStoreTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    private readonly LedgerFixture _ledger;

    public QueueStoreTests()
        : this(null)
    {
    }

    protected QueueStoreTests(Engine? engine) => _ledger = new LedgerFixture(engine);

    public void Dispose()
    {
        _ledger.Dispose();
        GC.SuppressFinalize(this);
    }

    [StoreFact]
    public async Task Who_waited_is_told_with_those_that_held_the_places_meanwhile()
    {
        await FillAsync(
            Served("globex", "nightly", came: 0, began: 0, ended: 60),
            Served("globex", "reports", came: 0, began: 0, ended: 30),
            Served("acme", "chat", came: 10, began: 60, ended: 70),
            Served("acme", "chat", came: 90, began: 90, ended: 90));

        var one = Report(Query()).Deployments.ShouldHaveSingleItem();

        (one.Deployment, one.Held, one.Waiting).ShouldBe(("d1", 1, 0.5));
        var line = one.Lines[0];
        (line.Group, line.Calls, line.Demand, line.Had, line.Share).ShouldBe((new QueueGroup("acme", "chat"), 2, 0.6, 0.1, 0.1));
        (line.Waited, line.Median, line.Percentile95, line.Longest).ShouldBe((1, 0, 50_000_000, 50_000_000));
        // Both for twenty seconds, and then one for thirty.
        Shares(line).ShouldBe([("globex/nightly", 0.8), ("globex/reports", 0.2)]);
        line.HeldByNobody.ShouldBe(0);
        one.Lines.Skip(1).Select(other => (other.Group.Feature, other.Had, other.Share, other.Waited, other.HeldBy.Count)).ShouldBe([("nightly", 0.6, 0.6, 0, 0), ("reports", 0.3, 0.3, 0, 0)]);
    }

    [StoreFact]
    public async Task Those_that_waited_in_vain_count_also_where_nobody_held_a_place()
    {
        await FillAsync(
            Served("globex", "nightly", came: 0, began: 0, ended: 30),
            Unserved("acme", "chat", came: 10, ended: 50),
            Unserved("acme", "chat", came: 40, ended: 50, Outcome.ClientGone, "client_gone"),
            Unserved("acme", "chat", came: 60, ended: 60));

        var line = Report(Query()).Deployments.Single().Lines[0];

        (line.Calls, line.Waited, line.Refused, line.GaveUp, line.Demand, line.Had).ShouldBe((3, 2, 2, 1, 0.5, 0));
        Shares(line).ShouldBe([("globex/nightly", 0.4)]);
        line.HeldByNobody.ShouldBe(0.6, 1e-9);
    }

    [StoreFact]
    public async Task A_call_that_was_refused_after_a_served_attempt_waited_for_the_rest_of_its_time()
    {
        var call = Served("acme", "chat", came: 0, began: 10, ended: 20);
        (call.Outcome, call.ErrorCode, call.Deployment, call.DurationMicros, call.QueuedMicros) = (Outcome.Rejected, "model_overloaded", "d2", 40_000_000, 30_000_000);
        await FillAsync(call);

        var report = Report(Query());

        report.Deployments.Select(one => (one.Deployment, one.Waiting, one.Lines[0].Refused)).ShouldBe([("d2", 0.2, 1), ("d1", 0.1, 0)]);
    }

    [StoreFact]
    public async Task What_reaches_beyond_the_time_counts_for_its_part_in_it()
    {
        await FillAsync(
            Served("globex", "nightly", came: -500, began: -400, ended: 25),
            Served("acme", "chat", came: 5, began: 75, ended: 300),
            Served("acme", "chat", came: -20, began: -10, ended: -1),
            Served("acme", "chat", came: 101, began: 101, ended: 110));

        var one = Report(Query()).Deployments.Single();

        one.Held.ShouldBe(0.5);
        var line = one.Lines[0];
        (line.Calls, line.Had, line.Demand, line.Longest).ShouldBe((1, 0.25, 0.95, 70_000_000));
        line.HeldByNobody.ShouldBe(5.0 / 7, 1e-9);
    }

    [StoreFact]
    public async Task Calls_that_are_one_attempt_share_its_place()
    {
        await FillAsync(
            Served("globex", "index", came: 0, began: 0, ended: 50, batch: "b"),
            Served("globex", "search", came: 0, began: 0, ended: 50, batch: "b"),
            Served("globex", "nightly", came: 0, began: 0, ended: 50),
            Served("acme", "chat", came: 0, began: 50, ended: 60));

        var one = Report(Query()).Deployments.Single();

        one.Held.ShouldBe(1.1, 1e-9);
        Shares(one.Lines[0]).ShouldBe([("globex/nightly", 0.5), ("globex/index", 0.25), ("globex/search", 0.25)], ignoreOrder: true);
    }

    [StoreFact]
    public async Task A_filter_leaves_out_lines_and_no_holder()
    {
        await FillAsync(
            Served("globex", "nightly", came: 0, began: 0, ended: 40),
            Served("globex", "nightly", came: 0, began: 0, ended: 40, deployment: "d2"),
            Served("acme", "chat", came: 0, began: 40, ended: 50),
            Served("acme", "search", came: 0, began: 40, ended: 50));

        var one = Report(Query() with { Deployment = "d1", Tenant = "acme", Feature = "search" }).Deployments.ShouldHaveSingleItem();

        one.Lines.ShouldHaveSingleItem().Group.Feature.ShouldBe("search");
        Shares(one.Lines[0]).ShouldBe([("globex/nightly", 1)]);
    }

    [StoreFact]
    public async Task Beyond_the_top_all_are_others()
    {
        await FillAsync(
            Served("globex", "nightly", came: 0, began: 0, ended: 40),
            Served("small", "one", came: 0, began: 0, ended: 20),
            Served("small", "two", came: 10, began: 20, ended: 40),
            Served("acme", "chat", came: 0, began: 40, ended: 50));

        var one = Report(Query() with { Top = 1 }).Deployments.Single();

        one.Lines.Select(line => (line.Group, line.Calls)).ShouldBe([(new QueueGroup("acme", "chat"), 1), (new QueueGroup("globex", "nightly"), 1), (QueueGroup.Others, 2)]);
        Shares(one.Lines[0]).ShouldBe([("globex/nightly", 0.5), ("/", 0.5)]);
    }

    [StoreFact]
    public async Task More_rows_than_there_is_room_for_are_refused_with_a_remedy()
    {
        await FillAsync([.. Enumerable.Range(0, 4).Select(at => Served("acme", "chat", at, at, at + 1))]);

        var broken = Should.Throw<CostQueryException>(() => Report(Query(), mostRows: 3));

        (broken.Message, broken.Remedy).ShouldBe(("there were more than 3 attempts in that time.", "Ask for a shorter time (--since, --until), or for one deployment."));
        Report(Query(), mostRows: 4).Deployments.Single().Lines.Single().Calls.ShouldBe(4);
    }

    private static QueueQuery Query() => new() { Since = Start, Until = Start.AddSeconds(100) };

    private static IEnumerable<(string, double)> Shares(QueueLine line) => line.HeldBy.Select(holder => ($"{holder.Group.Tenant}/{holder.Group.Feature}", Math.Round(holder.Share, 9)));

    /// <summary>A call that got its place; its row begins a second before it wanted one.</summary>
    private static CallRecord Served(string tenant, string feature, int came, int began, int ended, string deployment = "d1", string? batch = null)
    {
        var call = Call(tenant, feature, came - 1, ended, deployment);
        call.QueuedMicros = (began - came) * 1_000_000L;
        call.Attempts.Add(LedgerFixture.Attempt(1) with
        {
            Deployment = deployment, StartedMicros = (began - came + 1) * 1_000_000L, EndedMicros = call.DurationMicros, QueuedMicros = call.QueuedMicros, BatchId = batch,
        });
        return call;
    }

    private static CallRecord Unserved(string tenant, string feature, int came, int ended, Outcome outcome = Outcome.Rejected, string code = "model_overloaded")
    {
        var call = Call(tenant, feature, came - 1, ended, "d1");
        // What is refused at once takes a little too.
        (call.QueuedMicros, call.Outcome, call.ErrorCode, call.Status) = (Math.Max(12, (ended - came) * 1_000_000L), outcome, code, 503);
        return call;
    }

    private static CallRecord Call(string tenant, string feature, int started, int ended, string deployment)
    {
        var at = Start.AddSeconds(started);
        var call = LedgerFixture.Call(0);
        return new CallRecord
        {
            Id = CallId.New(at.ToUnixTimeMilliseconds()), StartedAt = at.ToUnixTimeMilliseconds() * 1_000, Endpoint = call.Endpoint, Release = call.Release, Tenant = tenant, Feature = feature,
            ModelAsked = call.ModelAsked, Deployment = deployment, Status = 200, DurationMicros = (ended - started) * 1_000_000L, UsageSource = call.UsageSource,
        };
    }

    private async Task FillAsync(params CallRecord[] calls)
    {
        await using var writer = _ledger.Writer(LedgerDurability.Buffered);
        foreach (var call in calls) await writer.AppendAsync(call);
    }

    private QueueReport Report(QueueQuery query, int mostRows = QueueStore.MostRows)
    {
        using var session = _ledger.Database.ConnectToRead();
        return new QueueStore(session, mostRows).Report(query);
    }
}
