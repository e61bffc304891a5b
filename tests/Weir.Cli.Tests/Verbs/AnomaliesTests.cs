using Weir.Gateway.Anomalies;
using Weir.Gateway.Anomalies.Holds;
using Weir.Gateway.Identity;
using Weir.Gateway.Storage;
using Weir.Testing;

namespace Weir.Cli.Tests.Verbs;

[Collection(nameof(ConsoleCollection))]
public sealed class AnomaliesTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 18, 14, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_was_found_is_listed_and_shown_with_what_it_is_due_to()
    {
        using var data = new TemporaryData();
        using (var database = Database.Open(data.Path, TimeProvider.System)) new AnomalyStore(database).Add([Anomaly("an_1", until: null), Anomaly("an_2", until: At.AddHours(3))]);

        var listed = await Terminal.RunAsync("anomalies", "list", "--open", "--data", data.Path);
        listed.Lines[1].ShouldMatch("^an_1 +anomaly.cost +key +key_a +2026-11-18 14:00:00Z +goes on +31.50 +4.00 +key_a +m +notify$");
        listed.Lines.Length.ShouldBe(2);
        (await Terminal.RunAsync("anomalies", "list", "--data", data.Path, "--json")).Json.GetArrayLength().ShouldBe(2);

        var shown = await Terminal.RunAsync("anomalies", "show", "an_2", "--data", data.Path);
        shown.Out.ShouldContain("volume     20.00 USD are due to more tokens");
        shown.Out.ShouldContain("until      2026-11-18 17:00:00Z");
        (await Terminal.RunAsync("anomalies", "show", "an_2", "--data", data.Path, "--json")).Json.GetProperty("mix").GetDecimal().ShouldBe(5.5m);
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_shown()
    {
        using var data = new TemporaryData();
        using (Database.Open(data.Path, TimeProvider.System)) { }

        (await Terminal.RunAsync("anomalies", "list", "--data", data.Path)).Error.ShouldContain("Nothing unusual was found.");
        var ran = await Terminal.RunAsync("anomalies", "show", "an_9", "--data", data.Path);
        (ran.Code, ran.ErrorLines.Single()).ShouldBe((2, "weir: there is no anomaly 'an_9'. 'weir anomalies list' shows those that there are."));
        (await Terminal.RunAsync("anomalies", "list", "--count", "0", "--data", data.Path)).Code.ShouldBe(2);
    }

    [Fact]
    public async Task A_key_that_is_held_back_is_shown_so_and_resumed_by_name()
    {
        using var data = new TemporaryData();
        using (var database = Database.Open(data.Path, TimeProvider.System))
        {
            var key = new KeyStore(database, TimeProvider.System).Create(new NewKey("ci", "default", null, null)).Key;
            new KeyHoldStore(database, TimeProvider.System).Put(key.Id, new Hold(0, "it spends far more than usual.", At, TimeProvider.System.GetUtcNow().AddHours(1)));
            new KeyHoldStore(database, TimeProvider.System).Put(KeyText.IdOfConfigured("of-the-file"), new Hold(5, "a test.", At, TimeProvider.System.GetUtcNow().AddHours(1)));
        }

        (await Terminal.RunAsync("keys", "list", "--data", data.Path)).Lines[1].ShouldContain("paused until 20");
        (await Terminal.RunAsync("keys", "resume", "ci", "--data", data.Path)).Code.ShouldBe(0);
        (await Terminal.RunAsync("keys", "list", "--data", data.Path)).Lines[1].ShouldEndWith("good");
        (await Terminal.RunAsync("keys", "resume", "of-the-file", "--data", data.Path)).Code.ShouldBe(0);
        var again = await Terminal.RunAsync("keys", "resume", "ci", "--data", data.Path);
        (again.Code, again.ErrorLines.Single()).ShouldBe((2, "weir: no key 'ci' is held back. 'weir keys list' shows which keys are; 'weir anomalies list' shows why."));
    }

    private static Anomaly Anomaly(string id, DateTimeOffset? until) => new()
    {
        Id = id, Kind = "anomaly.cost", Dimension = "key", Tenant = "", Value = "key_a", Since = At, FoundAt = At.AddMinutes(20), Until = until, Reason = "jump",
        Change = new SpendChange(31.5m, 4, 20, 5.5m, 2), Key = "key_a", Model = "m", Prompt = "00000000000000aa", Action = "notify",
    };
}
