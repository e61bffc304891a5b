using System.Text.Json;
using Weir.Gateway.Ledger;

namespace Weir.Cli.Tests.Verbs;

[Collection(nameof(ConsoleCollection))]
public sealed class LedgerTests : IDisposable
{
    private readonly DataDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_table_has_a_line_for_each_call()
    {
        var call = DataDirectory.Call();
        await _directory.FillAsync(call);

        var ran = await TailAsync();

        ran.Code.ShouldBe(0);
        ran.Lines.Length.ShouldBe(2);
        foreach (var cell in (string[])[call.Id, "acme", "search", "gpt→openai-eu", "completed", "200", "1200/350", "0.00000437", "350ms", "1.25s"])
            ran.Lines[1].ShouldContain($" {cell}");
        ran.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_cost_is_a_question_mark_and_never_zero()
    {
        var call = DataDirectory.Call();
        call.Cost = null;
        await _directory.FillAsync(call);

        var tail = await TailAsync();
        var show = await Terminal.RunAsync("ledger", "show", call.Id, "--data", _directory.Path);
        var json = await TailAsync("--json");

        tail.Lines[1].ShouldContain("  ?  350ms");
        tail.Error.ShouldContain("? = no price known");
        show.Out.ShouldContain("? = no price known");
        json.Json.GetProperty("cost").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task What_used_nothing_has_a_dash_and_what_was_estimated_a_tilde()
    {
        var rejected = DataDirectory.Call(TimeSpan.FromSeconds(2));
        (rejected.Outcome, rejected.Cost, rejected.UsageSource, rejected.Usage) = (Outcome.Rejected, null, UsageSource.None, default);
        var cut = DataDirectory.Call();
        cut.UsageSource = UsageSource.Estimated;
        await _directory.FillAsync(rejected, cut);

        var ran = await TailAsync();

        ran.Lines[1].ShouldNotContain("?");
        ran.Lines[1].ShouldNotContain("0/0");
        ran.Lines[2].ShouldContain("~1200/350");
        ran.Error.ShouldContain("~ = estimated");
    }

    [Fact]
    public async Task What_is_not_known_yet_and_what_never_will_be_have_signs_of_their_own()
    {
        var pending = DataDirectory.Call(TimeSpan.FromSeconds(2));
        (pending.Cost, pending.UsageSource, pending.Usage) = (null, UsageSource.Pending, default);
        var unknown = DataDirectory.Call();
        (unknown.Cost, unknown.UsageSource, unknown.Usage, unknown.SettledAt) = (null, UsageSource.Unknown, default, 1_800_000_000_000_000);
        await _directory.FillAsync(pending, unknown);

        var ran = await TailAsync();
        var show = await Terminal.RunAsync("ledger", "show", unknown.Id, "--data", _directory.Path);

        ran.Lines[1].ShouldContain("…");
        ran.Lines[2].ShouldContain("!");
        ran.Error.ShouldContain("… = the provider is still at work");
        ran.Error.ShouldContain("! = not known");
        show.Out.ShouldContain("settled        2027-01-15T08:00:00");
        show.Out.ShouldContain("not known, the provider never said");
    }

    [Fact]
    public async Task Json_is_one_object_a_line_with_exact_cost_and_attempts()
    {
        await _directory.FillAsync(DataDirectory.Call(TimeSpan.FromSeconds(5)), DataDirectory.Call());

        var lines = (await TailAsync("--json")).Lines;

        lines.Length.ShouldBe(2);
        var first = JsonDocument.Parse(lines[0]).RootElement;
        lines[0].ShouldContain("\"cost\":0.00000437,");
        first.GetProperty("attempts")[0].GetProperty("upstream_request_id").GetString().ShouldBe("req_0123456789");
        string.CompareOrdinal(first.GetProperty("id").GetString(), JsonDocument.Parse(lines[1]).RootElement.GetProperty("id").GetString()).ShouldBeLessThan(0);
    }

    [Theory]
    [InlineData(2, "-n", "2")]
    [InlineData(1, "--tenant", "other")]
    [InlineData(1, "--model", "small")]
    [InlineData(1, "--outcome", "timed_out")]
    [InlineData(3, "--since", "1h")]
    [InlineData(0, "-n", "0")]
    public async Task Calls_can_be_chosen(int count, params string[] options)
    {
        var other = DataDirectory.Call(TimeSpan.FromMinutes(1));
        (other.Tenant, other.ModelAsked, other.Outcome) = ("other", "small", Outcome.TimedOut);
        await _directory.FillAsync(
            DataDirectory.Call(TimeSpan.FromHours(2)), DataDirectory.Call(TimeSpan.FromMinutes(2)), other, DataDirectory.Call());

        (await TailAsync([.. options, "--json"])).Lines.Length.ShouldBe(count);
    }

    [Fact]
    public async Task One_call_is_shown_with_its_attempts()
    {
        var call = DataDirectory.Call();
        await _directory.FillAsync(call);

        var page = await Terminal.RunAsync("ledger", "show", call.Id[..20].ToUpperInvariant(), "--data", _directory.Path);
        var json = await Terminal.RunAsync("ledger", "show", call.Id, "--json", "--data", _directory.Path);

        page.Code.ShouldBe(0);
        foreach (var fact in (string[])[call.Id, "attempt 1", "req_0123456789", "1200 in (1000 cached), 350 out", "$0.00000437, price 2026-01-01"])
            page.Out.ShouldContain(fact);
        json.Json.GetProperty("attempts").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("01aaaaaaaaaaaaaa", 1, "no call in")]
    [InlineData("01aa", 2, "is too short")]
    public async Task A_call_that_is_not_there_is_told_in_one_line(string id, int code, string explanation)
    {
        await _directory.FillAsync(DataDirectory.Call());

        var ran = await Terminal.RunAsync("ledger", "show", id, "--data", _directory.Path);

        ran.Code.ShouldBe(code);
        ran.Out.ShouldBeEmpty();
        ran.ErrorLines.ShouldHaveSingleItem().ShouldContain(explanation);
    }

    [Fact]
    public async Task What_clients_wrote_cannot_steer_the_terminal()
    {
        var call = DataDirectory.Call();
        (call.ModelAsked, call.User, call.Tags) = ("gpt\e[2J", "\u202eevil\u0007", "a\nb");
        await _directory.FillAsync(call);

        foreach (var args in (string[][])[["tail"], ["tail", "--json"], ["show", call.Id], ["show", call.Id, "--json"]])
        {
            var ran = await Terminal.RunAsync(["ledger", .. args, "--data", _directory.Path]);
            ran.Out.Where(c => char.IsControl(c) && c != '\n').ShouldBeEmpty();
            if (!args.Contains("--json")) ran.Out.ShouldNotContain('\u202e');
        }
    }

    [Fact]
    public async Task Without_a_database_there_is_one_line_with_the_remedy()
    {
        var ran = await TailAsync();

        ran.Code.ShouldBe(2);
        ran.ErrorLines.ShouldHaveSingleItem().ShouldContain("there is no database at");
        File.Exists(_directory.File("weir.db")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_corrupt_database_is_told_in_one_line_with_the_remedy()
    {
        _directory.Write("weir.db", new string('x', 8192));

        var ran = await TailAsync();

        ran.Code.ShouldBe(2);
        ran.ErrorLines.ShouldHaveSingleItem().ShouldContain("is damaged or is no SQLite database");
    }

    private Task<Ran> TailAsync(params string[] options) => Terminal.RunAsync(["ledger", "tail", "--data", _directory.Path, .. options]);
}
