namespace Weir.Cli.Tests.Verbs;

[Collection(nameof(ConsoleCollection))]
public sealed class UsageTests
{
    public static TheoryData<string> Verbs =>
        ["", "up", "check", "config", "schema", "providers", "keys", "keys create", "keys list", "keys revoke", "keys resume", "alerts", "alerts test", "anomalies", "anomalies list", "anomalies show", "audit", "budgets", "budgets list", "budgets show", "budgets raise", "limits", "queue", "costs", "costs check", "costs conversations", "costs forecast", "costs reconcile", "costs savings", "costs what-if", "ledger", "ledger tail", "ledger show", "prices", "prices list", "prices show", "prices cost", "prices import", "prices recompute", "faults", "faults list", "faults start", "faults stop", "doctor", "migrate", "sim", "drill", "drill sixteen-faults", "drill saturday-3am", "drill brownout"];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Every_verb_has_help_with_an_example_of_itself(string verb)
    {
        var ran = await Terminal.RunAsync([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        ran.Code.ShouldBe(0);
        ran.Error.ShouldBeEmpty();
        ran.Out.ShouldContain($"Example:\n  weir {verb}".TrimEnd());
    }

    /// <summary>What names a gateway's files fits every verb that works on one of them.</summary>
    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_verb_that_takes_a_data_directory_takes_a_configuration_and_the_other_way_round(string verb)
    {
        var ran = await Terminal.RunAsync([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        ran.Out.Contains("--data <DIR>", StringComparison.Ordinal).ShouldBe(ran.Out.Contains("--config <FILE>", StringComparison.Ordinal), ran.Out);
    }

    [Fact]
    public async Task The_same_options_stand_behind_any_verb()
    {
        using var data = new DataDirectory();
        var config = data.Write("weir.yaml", "providers: { sim: { built_in: simulator } }\ndeployments: { sim: { provider: sim } }\nmodels: { sim: { route: [sim] } }\n");
        await data.FillAsync(DataDirectory.Call());
        foreach (var verb in (string[])["audit", "anomalies list", "costs check", "costs conversations", "costs forecast", "costs savings", "costs", "ledger tail", "keys list", "budgets list", "prices list", "config"])
            (await Terminal.RunAsync([.. verb.Split(' '), "--data", data.Path, "--config", config])).Code.ShouldBe(0, verb);
    }

    [Fact]
    public async Task Help_lists_every_verb_on_a_line_of_its_own()
    {
        var ran = await Terminal.RunAsync("--help");

        var listed = ran.Out[ran.Out.IndexOf("Commands:", StringComparison.Ordinal)..ran.Out.IndexOf("Example:", StringComparison.Ordinal)];
        var verbs = listed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Trim().Split(' ')[0]);
        verbs.ShouldBe(["up", "check", "config", "schema", "providers", "keys", "ledger", "prices", "audit", "costs", "faults", "alerts", "anomalies", "budgets", "limits", "queue", "doctor", "migrate", "sim", "drill"]);
    }

    [Fact]
    public async Task Without_anything_help_is_shown()
    {
        var ran = await Terminal.RunAsync();

        ran.Code.ShouldBe(0);
        ran.Out.ShouldContain("Commands:");
    }

    [Theory]
    [InlineData("ledgre", "there is no verb 'ledgre'. Did you mean \"ledger\"?")]
    [InlineData("keys lst", "there is no verb 'lst'. Did you mean \"list\"?")]
    [InlineData("frobnicate", "The verbs are: up, check")]
    [InlineData("up --lissten x", "'weir up' has no option '--lissten'. Did you mean \"--listen\"?")]
    [InlineData("check --bogus", "'weir check' has no option '--bogus'.")]
    [InlineData("keys", "say which: weir keys create, weir keys list, weir keys revoke, weir keys resume.")]
    [InlineData("keys create --tenant default", "'weir keys create' lacks its NAME.")]
    [InlineData("keys create ci", "'--tenant' is required")]
    [InlineData("ledger show", "'weir ledger show' lacks its ID.")]
    [InlineData("keys list extra", "'extra' is one argument too many.")]
    [InlineData("ledger tail -n few", "'few' is no number of calls.")]
    [InlineData("ledger tail --since yesterday", "'yesterday' is no length of time.")]
    [InlineData("ledger tail --outcome timedout", "Did you mean \"timed_out\"?")]
    [InlineData("faults start outage", "'--kind' is required")]
    [InlineData("faults stop", "'weir faults stop' lacks its NAME.")]
    [InlineData("drill saturday", "there is no verb 'saturday'.")]
    [InlineData("drill brownout --users 0", "'0' does not fit --users.")]
    [InlineData("drill brownout --duration soon", "'soon' does not fit --duration.")]
    [InlineData("drill sixteen-faults --only cutt", "there is no fault 'cutt'. Did you mean \"cut\"?")]
    [InlineData("drill sixteen-faults --against localhost", "'localhost' is no address.")]
    [InlineData("drill sixteen-faults --port 99999", "'99999' does not fit --port. Give a whole number from 0 to 65534.")]
    [InlineData("sim --seed x", "cannot parse argument 'x' for option '--seed'.")]
    public async Task Wrong_usage_is_explained_and_ends_with_two(string line, string explanation)
    {
        var ran = await Terminal.RunAsync(line.Split(' '));

        ran.Code.ShouldBe(2);
        ran.Out.ShouldBeEmpty();
        ran.ErrorLines.Length.ShouldBe(2);
        ran.ErrorLines[0].ShouldStartWith("weir: ");
        ran.ErrorLines[0].ShouldContain(explanation);
        ran.ErrorLines[1].ShouldEndWith("--help' shows how it is used.");
    }
}
