using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;
using Weir.Gateway.Pricing;
using Weir.Gateway.Responses;
using Weir.Gateway.Storage;
using Weir.Gateway.Storage.Sqlite;

namespace Weir.Gateway.Tests.Storage;

/// <summary>Databases of the Weir before prices had more than three parts.</summary>
public sealed class PricesMigrationTests : IDisposable
{
    private const int Before = 5;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Rows_from_before_are_read_with_what_they_say_and_no_more()
    {
        MakeOld();
        using var database = Database.Open(_directory.Path, TimeProvider.System);

        var call = new LedgerStore(database).Find("00000000old").ShouldNotBeNull();

        (call.Usage, call.Cost, call.Gaps).ShouldBe((new TokenUsage(1200, 350, 1000, 7, 5, 3, 2), 0.5m, PriceGaps.None));
        var attempt = call.Attempts.ShouldHaveSingleItem();
        (attempt.Usage, attempt.PriceVersion, attempt.Usage.Tier).ShouldBe((call.Usage, "book:2026-08-21:openai/gpt-5", ServiceTier.Unstated));
    }

    [Fact]
    public void A_response_that_was_at_work_is_settled_with_the_price_of_its_time()
    {
        MakeOld();
        using var database = Database.Open(_directory.Path, TimeProvider.System);
        using var session = database.Connect();
        using var find = session.Prepare($"SELECT {UnsettledRow.Columns} FROM unsettled_responses");
        find.Read().ShouldBeTrue();

        var price = UnsettledRow.Read(find).Price.ShouldNotBeNull();

        (price.Version, price.CostOf(new TokenUsage(1_000_000, 1_000_000, 500_000)).Amount).ShouldBe(("config:x:1/10/0.1", 0.5m + 0.05m + 10m));
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
        session.Execute(
            """
            INSERT INTO calls (id, started_at, endpoint, release, streamed, outcome, status, duration_us, input_tokens, output_tokens, cached_input_tokens,
                cache_write_tokens, reasoning_tokens, audio_input_tokens, audio_output_tokens, usage_source, cost)
            VALUES ('00000000old', 1, 'chat.completions', '0123456789ab', 0, 'completed', 200, 5, 1200, 350, 1000, 7, 5, 3, 2, 'provider', '0.5');
            INSERT INTO attempts (call_id, number, deployment, provider, model_sent, started_us, outcome, ended_us, input_tokens, output_tokens, cached_input_tokens,
                cache_write_tokens, reasoning_tokens, audio_input_tokens, audio_output_tokens, usage_source, cost, price_version)
            VALUES ('00000000old', 1, 'd', 'p', 'm', 0, 'completed', 5, 1200, 350, 1000, 7, 5, 3, 2, 'provider', '0.5', 'book:2026-08-21:openai/gpt-5');
            INSERT INTO unsettled_responses (call_id, tenant, response_id, started_at, expires_at, deployment, request_bytes,
                price_version, price_input, price_output, price_cached_input, next_ask_at)
            VALUES ('00000000old', 't', 'r', 1, 2, 'd', 10, 'config:x:1/10/0.1', '1', '10', '0.1', 3);
            """);
    }
}
