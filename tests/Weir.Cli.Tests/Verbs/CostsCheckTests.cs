using System.Text.Json;
using Weir.Gateway.Storage;

namespace Weir.Cli.Tests.Verbs;

/// <summary><c>weir costs check</c>.</summary>
[Collection(nameof(ConsoleCollection))]
public sealed class CostsCheckTests : IDisposable
{
    private readonly DataDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Sums_that_are_right_are_said_to_be()
    {
        await FillAsync();

        var ran = await RunAsync("check");

        (ran.Code, ran.Out, ran.Error).ShouldBe((0, "", $"All sums are what a recount of the rows comes to.{Environment.NewLine}"));
    }

    [Fact]
    public async Task What_sums_lack_is_shown_and_mended_when_that_is_asked_for()
    {
        await FillAsync();
        Execute("UPDATE cost_hours SET cost = '1', attempts = 7; UPDATE cost_values SET input_tokens = 0 WHERE grain = 'day'");

        var shown = await RunAsync("check");
        var mended = await RunAsync("check", "--repair");
        var after = await RunAsync("check");

        shown.Code.ShouldBe(1);
        shown.Out.ShouldMatch(@"cost_hours +\S+ \d\d:00:00Z +acme search gpt openai-eu answered +0 +-5 +0 +-0\.99999126");
        shown.Out.ShouldMatch(@"cost_values +\S+ 00:00:00Z +acme user anna +0 +0 +2400 +0");
        shown.Error.ShouldBe($"2 sums differ from a recount of the rows. Nothing was changed; --repair mends them.{Environment.NewLine}");
        (mended.Code, mended.Error).ShouldBe((0, $"2 sums differed from a recount of the rows and were mended.{Environment.NewLine}"));
        after.Code.ShouldBe(0);
    }

    [Fact]
    public async Task As_JSON_each_difference_has_its_key_and_all_that_is_missing()
    {
        await FillAsync();
        Execute("UPDATE cost_hours SET cost = '1'; UPDATE cost_values SET calls = 0 WHERE grain = 'hour'");

        var ran = await RunAsync("check", "--repair", "--json");

        var page = JsonDocument.Parse(ran.Out).RootElement;
        (ran.Code, page.GetProperty("mended").GetBoolean(), page.GetProperty("left").GetInt32()).ShouldBe((0, true, 0));
        var (hour, value) = (page.GetProperty("differences")[0], page.GetProperty("differences")[1]);
        (hour.GetProperty("table").GetString(), hour.GetProperty("origin").GetString(), hour.GetProperty("key_id").GetString()).ShouldBe(("cost_hours", "interactive", "key_01234567"));
        hour.GetProperty("missing").GetProperty("cost").GetString().ShouldBe("-0.99999126");
        (value.GetProperty("dimension").GetString(), value.GetProperty("value").GetString(), value.GetProperty("missing").GetProperty("calls").GetInt32()).ShouldBe(("user", "anna", 2));
    }

    [Fact]
    public async Task Without_a_database_it_cannot_be_done()
    {
        var ran = await RunAsync("check");

        ran.Code.ShouldBe(2);
        ran.Error.ShouldContain("there is no database at");
    }

    private async Task FillAsync()
    {
        // Of one hour, whenever this runs.
        var first = DataDirectory.Call();
        var second = DataDirectory.Call(TimeSpan.FromTicks(first.StartedAt * TimeSpan.TicksPerMicrosecond % TimeSpan.TicksPerHour));
        (first.User, second.User) = ("anna", "anna");
        await _directory.FillAsync(first, second);
    }

    private void Execute(string sql)
    {
        using var database = Database.Open(_directory.Path, TimeProvider.System, create: false);
        using var session = database.Connect();
        session.Execute(sql);
    }

    private Task<Ran> RunAsync(params string[] line) => Terminal.RunAsync(["costs", .. line, "--data", _directory.Path]);
}
