using System.Text.Json;
using Weir.Gateway.Identity;
using Weir.Gateway.Limits;
using Weir.Gateway.Model;
using Weir.Gateway.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Limits;

/// <summary>A restart begins no day anew.</summary>
[Trait("Category", "Slow")]
public sealed class DayLimitTests
{
    private const string Limit = "rate_limits: { r: { each: [user], requests_per_day: 2, tokens_per_day: 100000 } }";

    private static readonly DateTimeOffset Morning = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_was_used_of_a_day_is_used_after_a_restart_too()
    {
        var clock = new FakeTimeProvider(Morning);
        await using var scene = await Scene.StartAsync(Scene.With(Limit), clock);
        for (var i = 0; i < 2; i++) (await scene.ChatAsync(Scene.Hello, ("x-weir-user", "alice"))).Status.ShouldBe(200);

        await scene.RestartAsync();

        var refused = await scene.ChatAsync(Scene.Hello, ("x-weir-user", "alice"));
        (refused.Status, refused.Headers["retry-after"], refused.Headers["x-should-retry"]).ShouldBe((429, "57600", "false"));
        (await scene.ChatAsync(Scene.Hello, ("x-weir-user", "bob"))).Status.ShouldBe(200);
        scene.Part<LimitBook>().List().Single(use => use.Subject == "default/alice" && use.Unit == "tokens_per_day").Used.ShouldBe(2400);

        clock.Advance(TimeSpan.FromHours(16));
        (await scene.ChatAsync(Scene.Hello, ("x-weir-user", "alice"))).Status.ShouldBe(200);
    }

    /// <summary>Written with the row, in one transaction: whoever has seen the end of an answer finds it counted, also after a crash.</summary>
    [Fact]
    public async Task What_stands_on_disk_is_the_sum_of_the_ledgers_rows()
    {
        await using var scene = await Scene.StartAsync(Scene.With("rate_limits: { r: { requests_per_day: 1000, tokens_per_day: 10000000 } }"), new FakeTimeProvider(Morning));
        var random = new Random(TestSeed.Value);
        scene.Upstream.Behaviour = (http, _) => random.Next(4) == 0 ? ScriptedUpstream.JsonAsync(http, 500, "{}") : ScriptedUpstream.JsonAsync(http, 200, ScriptedUpstream.Answer);

        for (var i = 0; i < 20; i++) await scene.ChatAsync(Scene.Hello);
        await scene.ChatAsync("""{"model":"unheard-of"}""");

        var rows = scene.LedgerRows();
        OnDisk(scene).ShouldBe(
            [("requests_per_day", rows.Count(row => row.Attempts.Count > 0)), ("tokens_per_day", rows.Sum(row => row.Usage.Total))], $"WEIR_TEST_SEED={TestSeed.Value}");
        scene.Part<LimitBook>().List().Select(use => (use.Unit, use.Used)).ShouldBe(OnDisk(scene));
    }

    [Fact]
    public async Task Days_that_are_over_are_forgotten()
    {
        var clock = new FakeTimeProvider(Morning);
        await using var scene = await Scene.StartAsync(Scene.With(Limit), clock);
        for (var day = 0; day < 5; day++)
        {
            (await scene.ChatAsync(Scene.Hello, ("x-weir-user", "alice"))).Status.ShouldBe(200);
            clock.Advance(TimeSpan.FromDays(1));
        }

        // Today's and yesterday's, of which a call may have been under way at midnight.
        OnDisk(scene).Count.ShouldBe(2 * 2);
    }

    [Fact]
    public async Task A_key_from_the_database_has_limits_of_its_own()
    {
        await using var scene = await Scene.StartAsync();
        var created = scene.Keys.Create(new NewKey("intern", "default") { Limits = new QuotaModel { RequestsPerDay = 1, Concurrency = 5 } });
        scene.Keys.List().Single(key => key.Id == created.Key.Id).Limits.ShouldBe(new QuotaModel { RequestsPerDay = 1, Concurrency = 5 });
        using var intern = scene.ClientWith(created.Plaintext);

        using var first = await intern.SendAsync(Scene.Request("/v1/chat/completions", Scene.Hello));
        using var second = await intern.SendAsync(Scene.Request("/v1/chat/completions", Scene.Hello));

        ((int)first.StatusCode, (int)second.StatusCode).ShouldBe((200, 429));
        JsonDocument.Parse(await second.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetProperty("message").GetString().ShouldStartWith("The limit 'keys.intern' (1 request a day) is reached");
        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("requests_per_minute=60,concurrency=4", "")]
    [InlineData("tokens_per_day=2147483647", "")]
    [InlineData("requests_per_minute=0", "requests_per_minute=0")]
    [InlineData("requests_per_minute=60,", "")]
    [InlineData("requests_per_hour=60", "requests_per_hour=60")]
    [InlineData("60", "60")]
    public void Limits_are_written_and_read_as_one_text(string text, string fault)
    {
        var quota = QuotaText.Read(text, out var found);

        if (fault.Length > 0 || text.EndsWith(',')) (quota, found).ShouldBe((null, fault));
        else QuotaText.Write(quota).ShouldBe(text);
    }

    private static List<(string Unit, long Used)> OnDisk(Scene scene)
    {
        using var session = scene.Part<Database>().Connect();
        using var read = session.Prepare("SELECT unit, used FROM limit_days ORDER BY day, unit");
        var rows = new List<(string, long)>();
        while (read.Read()) rows.Add((read.NextString(), read.NextLong()));
        return rows;
    }
}
