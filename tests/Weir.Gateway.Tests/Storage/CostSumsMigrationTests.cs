using Weir.Gateway.Ledger;
using Weir.Gateway.Ledger.Rollups;
using Weir.Gateway.Storage;
using Weir.Gateway.Storage.Sqlite;

namespace Weir.Gateway.Tests.Storage;

/// <summary>Databases of the Weir before there were sums: they are made from the rows.</summary>
public sealed class CostSumsMigrationTests : IDisposable
{
    private const int Before = 9;

    /// <summary>The beginning of a day, microseconds since the Unix epoch.</summary>
    private const long Day = 20_000L * 86_400_000_000;
    private const string Usage = "input_tokens, output_tokens, cached_input_tokens, cache_write_tokens, reasoning_tokens, audio_input_tokens, audio_output_tokens, usage_source, cost";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Sums_are_made_from_the_rows_that_are_there()
    {
        MakeOld();
        using var database = Database.Open(_directory.Path, TimeProvider.System);

        Rows(database, "SELECT hour, tenant, origin, deployment, result, calls, attempts, input_tokens, cost, uncosted, estimated FROM cost_hours ORDER BY 1, 2, 3, 4, 5").ShouldBe(
        [
            $"{Day}|acme|hedge|d2|answered|1|1|10|0.3|0|0",
            $"{Day}|acme|interactive||refused|1|0|0|0|0|0",
            $"{Day}|acme|interactive||shared|1|0|0|0|0|0",
            $"{Day}|acme|interactive|d1|answered|1|1|10|0.1|0|0",
            $"{Day}|acme|interactive|d1|cancelled|0|1|5|0|1|1",
            $"{Day}|acme|interactive|d1|failed|0|1|10|0.1|0|0",
            $"{Day}|acme|retry|d1|answered|1|1|10|0.2|0|0",
            $"{Day + 3_600_000_000}|acme|interactive|d1|answered|1|1|10|0.1|0|0",
        ]);
        Rows(database, "SELECT grain, start, dimension, value, calls, attempts, cost FROM cost_values ORDER BY 3, 1, 2, 4").ShouldBe(
        [
            $"day|{Day}|session|s|1|1|0.1",
            $"day|{Day}|tag|a|2|3|0.4",
            $"day|{Day}|tag|b|1|2|0.3",
            $"day|{Day}|user|anna|4|6|0.8",
            $"hour|{Day}|user|anna|3|5|0.7",
            $"hour|{Day + 3_600_000_000}|user|anna|1|1|0.1",
        ]);
        new RollupCheck(database, TimeProvider.System).Find().ShouldBeEmpty();
    }

    [Fact]
    public void Rows_from_before_say_what_their_attempts_were_made_for()
    {
        MakeOld();
        using var database = Database.Open(_directory.Path, TimeProvider.System);

        var calls = new LedgerStore(database).Tail(10);

        calls.ShouldAllBe(call => call.Origin == Origin.Interactive && call.Saved == null && call.Prompt == null && call.Region == null);
        calls.SelectMany(call => call.Attempts).Select(attempt => attempt.Origin)
            .ShouldBe([Origin.Interactive, Origin.Interactive, Origin.Retry, Origin.Interactive, Origin.Hedge, Origin.Interactive]);
    }

    private static List<string> Rows(Database database, string sql)
    {
        using var session = database.Connect();
        using var rows = session.Prepare(sql);
        var found = new List<string>();
        var columns = sql[..sql.IndexOf(" FROM", StringComparison.Ordinal)].Count(letter => letter == ',') + 1;
        while (rows.Read()) found.Add(string.Join('|', Enumerable.Range(0, columns).Select(_ => rows.NextText())));
        return found;
    }

    private void MakeOld()
    {
        File.Create(_directory.File(Database.FileName)).Dispose();
        using var session = SqliteSession.Open(_directory.File(Database.FileName));
        foreach (var migration in Migration.All.Where(migration => migration.Version <= Before))
        {
            session.Execute(migration.ReadSql());
            session.Execute($"INSERT INTO schema_versions (version, name, applied_at) VALUES ({migration.Version}, '{migration.Name}', 0)");
        }
        Call(session, "1", minute: 10, "'anna'", "'s'", "'a'");
        Attempt(session, "1", 1, "completed", "0.1");
        Call(session, "2", minute: 59, "'anna'", "NULL", "'a, b,a'");
        Attempt(session, "2", 1, "upstream_error", "0.1");
        Attempt(session, "2", 2, "completed", "0.2");
        Call(session, "3", minute: 59, "'anna'", "NULL", "NULL");
        session.Execute(
            $"""
            INSERT INTO attempts (call_id, number, deployment, provider, model_sent, started_us, outcome, ended_us, {Usage}, hedge) VALUES
                ('0000000003', 1, 'd1', 'p', 'm', 0, 'cancelled', 5, 5, 1, 0, 0, 0, 0, 0, 'estimated', NULL, 0),
                ('0000000003', 2, 'd2', 'p', 'm', 0, 'completed', 5, 10, 1, 0, 0, 0, 0, 0, 'provider', '0.3', 1);
            """);
        Call(session, "4", minute: 60, "'anna'", "NULL", "NULL");
        Attempt(session, "4", 1, "completed", "0.1");
        Call(session, "5", minute: 1, "NULL", "NULL", "NULL");
        Call(session, "6", minute: 2, "NULL", "NULL", "NULL", sharedWith: "'0000000001'");
    }

    private static void Call(Session session, string id, int minute, string user, string conversation, string tags, string sharedWith = "NULL") => session.Execute(
        $"""
        INSERT INTO calls (id, started_at, endpoint, release, tenant, end_user, session, tags, streamed, outcome, status, duration_us, {Usage}, shared_with)
        VALUES ('000000000{id}', {Day + (minute * 60_000_000L)}, 'chat.completions', '0123456789ab', 'acme', {user}, {conversation}, {tags}, 0, 'completed', 200, 5, 0, 0, 0, 0, 0, 0, 0, 'none', NULL, {sharedWith});
        """);

    private static void Attempt(Session session, string id, int number, string outcome, string cost) => session.Execute(
        $"""
        INSERT INTO attempts (call_id, number, deployment, provider, model_sent, started_us, outcome, ended_us, {Usage})
        VALUES ('000000000{id}', {number}, 'd1', 'p', 'm', 0, '{outcome}', 5, 10, 1, 0, 0, 0, 0, 0, 'provider', '{cost}');
        """);
}
