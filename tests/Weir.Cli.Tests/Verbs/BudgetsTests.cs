using Weir.Gateway.Storage;
using Weir.Testing;

namespace Weir.Cli.Tests.Verbs;

/// <summary><c>weir budgets</c> beside a gateway that has spent some.</summary>
[Collection(nameof(ConsoleCollection))]
public sealed class BudgetsTests
{
    private const string Budgets = """
        budgets:
          all: { usd: 5, hard: true, contact: finops@acme.example }
          each-user: { each: [user], million_tokens: 0.001, per: lifetime }
          unused: { for: { feature: none }, usd: 12.5, per: day }
        """;

    /// <summary>100 tokens in and 10 out: 0.0002 US dollars.</summary>
    private const string Usage = """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":100,"completion_tokens":10,"total_tokens":110}}""";

    private const string Hello = """{"model":"asked-model","max_tokens":10,"messages":[{"role":"user","content":"hi"}]}""";

    [Fact]
    public async Task What_may_be_spent_and_what_is_left()
    {
        await using var scene = await SpentAsync();

        var listed = await RunAsync(scene, "list");

        listed.Code.ShouldBe(0, listed.Error);
        listed.Lines.Length.ShouldBe(4);
        listed.Lines[1].ShouldMatch(@"^all +hard +5\.00 USD +a month +1 +0\.0006 USD +4\.9994 USD +20\d\d-\d\d-01 00:00:00Z *$");
        listed.Lines[2].ShouldMatch("^each-user +soft +1,000 tokens +in all +2 +220 tokens +780 tokens +- *$");
        listed.Lines[3].ShouldMatch(@"^unused +soft +12\.50 USD +a day +0 *$");
        var all = (await RunAsync(scene, "list", "--json")).Json[0];
        (all.GetProperty("counters")[0].GetProperty("spent").GetDecimal(), all.GetProperty("contact").GetString()).ShouldBe((0.0006m, "finops@acme.example"));
    }

    [Fact]
    public async Task The_counters_of_one_those_first_that_have_spent_the_most()
    {
        await using var scene = await SpentAsync();

        var shown = await RunAsync(scene, "show", "each-user");
        shown.Lines[1].ShouldMatch("^alice +220 tokens +0 tokens +1,000 tokens +780 tokens +- *$");
        shown.Lines[2].ShouldMatch("^bob +110 tokens ");
        var one = await RunAsync(scene, "show", "each-user", "--subject", "bob", "--json");
        one.Json.GetProperty("counters").EnumerateArray().ShouldHaveSingleItem().GetProperty("spent").GetDecimal().ShouldBe(110);
        (await RunAsync(scene, "show", "unused")).Error.ShouldContain("Nothing was spent yet.");
    }

    [Fact]
    public async Task A_raise_lets_a_blocked_call_through_and_stands_in_the_audit_log()
    {
        await using var scene = await Scene.StartAsync(Scene.With("budgets: { all: { usd: 0.000001, hard: true, per: lifetime, lower_max_tokens: false } }"));
        scene.Upstream.Behaviour = static (http, _) => ScriptedUpstream.JsonAsync(http, 200, Usage);
        (await scene.ChatAsync(Hello)).Status.ShouldBe(402);

        var raised = await RunAsync(scene, "raise", "all", "--by", "7", "--until", "24h", "--reason", "launch week");

        raised.Code.ShouldBe(0, raised.Error);
        raised.Error.ShouldMatch(@"^The budget 'all' is raised by 7 USD until 20\d\d-\d\d-\d\d \d\d:\d\d:\d\dZ\.\s*$");
        for (var tries = 0; (await scene.ChatAsync(Hello)).Status == 402; tries++)
        {
            tries.ShouldBeLessThan(500, "gateways take a raise within a second");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
        (await RunAsync(scene, "list")).Lines[1].ShouldMatch(@"^all +hard +7\.000001 USD ");
        (await RunAsync(scene, "show", "all")).Lines[^1].ShouldMatch($@"^ *7\.00 USD +all +20.*Z +{Environment.UserName} +launch week *$");
        var entry = (await Terminal.RunAsync("audit", "--action", "budget.raise", "--data", scene.Directory, "--json")).Json.EnumerateArray().ShouldHaveSingleItem();
        (entry.GetProperty("actor").GetString(), entry.GetProperty("object").GetString(), entry.GetProperty("reason").GetString()).ShouldBe((Environment.UserName, "all", "launch week"));
        entry.GetProperty("details").GetString().ShouldNotBeNull().ShouldStartWith("by 7 until 20");
    }

    [Fact]
    public async Task A_raise_of_one_counter_leaves_the_others()
    {
        await using var scene = await SpentAsync();

        (await RunAsync(scene, "raise", "each-user", "--subject", "bob", "--by", "500", "--until", "2d", "--reason", "migration")).Error.ShouldContain("'each-user' of 'bob' is raised by 500 tokens until");

        (await RunAsync(scene, "show", "each-user", "--subject", "bob")).Lines[1].ShouldMatch("^bob +110 tokens +0 tokens +1,500 tokens +1,390 tokens ");
        (await RunAsync(scene, "show", "each-user", "--subject", "alice")).Lines[1].ShouldContain(" 1,000 tokens ");
    }

    [Theory]
    [InlineData("al", "5", "24h", "x", null, "there is no budget 'al'. Did you mean \"all\"?")]
    [InlineData("all", "0", "24h", "x", null, "a raise by 0 is out of range. The budget 'all' is in US dollars: give more than 0, up to 1000000000.")]
    [InlineData("all", "-5", "24h", "x", null, "a raise by -5 is out of range.")]
    [InlineData("all", "79228162514264337593543950335", "24h", "x", null, "a raise by 79228162514264337593543950335 is out of range.")]
    [InlineData("each-user", "1000000000000001", "24h", "x", null, "The budget 'each-user' is in tokens: give more than 0, up to 1000000000000000.")]
    [InlineData("each-user", "0.5", "24h", "x", null, "0.5 is no whole number of tokens. Give whole tokens.")]
    [InlineData("all", "five", "24h", "x", null, "cannot parse argument 'five' for option '--by'.")]
    [InlineData("all", "5", "2020-01-01T00:00:00Z", "x", null, "2020-01-01 00:00:00Z is over. A raise ends within 366 days: give an end such as 2026-12-01T00:00:00Z.")]
    [InlineData("all", "5", "367d", "x", null, "is more than 366 days from now. A raise ends within 366 days")]
    [InlineData("all", "5", "tomorrow", "x", null, "'tomorrow' is no end. Give a length of time such as 24h")]
    [InlineData("all", "5", "24h", " ", null, "no reason is given. Say why")]
    [InlineData("all", "5", "24h", "x", "bob", "the budget 'all' has one counter only, and none of 'bob'. Leave the subject out.")]
    public async Task A_raise_that_makes_no_sense_changes_nothing(string name, string by, string until, string reason, string? subject, string explanation)
    {
        using var data = new DataDirectory();
        using (Database.Open(data.Path, TimeProvider.System)) { }
        var config = data.Write("weir.yaml", Scene.With(Budgets).Replace("${UPSTREAM_KEY}", "sk-none", StringComparison.Ordinal).Replace("{upstream}", "http://127.0.0.1:1", StringComparison.Ordinal));
        string[] words = ["budgets", "raise", name, "--by", by, "--until", until, "--reason", reason, "--data", data.Path, "--config", config];

        var ran = await Terminal.RunAsync(subject is null ? words : [.. words, "--subject", subject]);

        ran.Code.ShouldBe(2);
        ran.ErrorLines[0].ShouldStartWith("weir: ");
        ran.Error.ShouldContain(explanation);
        (await Terminal.RunAsync("audit", "--data", data.Path, "--json")).Json.GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_raise_needs_the_database_of_a_gateway()
    {
        using var data = new DataDirectory();
        var config = data.Write("weir.yaml", Scene.With(Budgets).Replace("${UPSTREAM_KEY}", "sk-none", StringComparison.Ordinal).Replace("{upstream}", "http://127.0.0.1:1", StringComparison.Ordinal));

        var ran = await Terminal.RunAsync("budgets", "raise", "all", "--by", "5", "--until", "24h", "--reason", "x", "--data", data.File("elsewhere"), "--config", config);

        (ran.Code, Directory.Exists(data.File("elsewhere"))).ShouldBe((2, false));
        ran.Error.ShouldContain("there is no database at");
    }

    /// <summary>A budget that was just written into the file would else seem to have all of its limit left.</summary>
    [Fact]
    public async Task Of_a_budget_that_no_gateway_has_counted_that_is_said()
    {
        using var data = new DataDirectory();
        await data.FillAsync(DataDirectory.Call());
        var config = data.Write("weir.yaml", Scene.With(Budgets).Replace("${UPSTREAM_KEY}", "sk-none", StringComparison.Ordinal).Replace("{upstream}", "http://127.0.0.1:1", StringComparison.Ordinal));

        var listed = await Terminal.RunAsync("budgets", "list", "--data", data.Path, "--config", config);
        listed.Error.ShouldContain("Not counted yet is what was spent before a gateway knew of: all, each-user, unused.");
        (await Terminal.RunAsync("budgets", "show", "all", "--data", data.Path, "--config", config)).Error.ShouldContain("knew of: all.");

        await using var scene = await SpentAsync();
        (await RunAsync(scene, "list")).Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_shown()
    {
        await using var scene = await SpentAsync();

        var ran = await RunAsync(scene, "show", "each-usr");

        (ran.Code, ran.Error).ShouldBe((2, $"weir: there is no budget 'each-usr' in {Path.Combine(scene.Directory, "weir.yaml")}. Did you mean \"each-user\"?{Environment.NewLine}"));
    }

    /// <summary>A gateway that alice has asked twice and bob once.</summary>
    private static async Task<Scene> SpentAsync()
    {
        var scene = await Scene.StartAsync(Scene.With(Budgets));
        scene.Upstream.Behaviour = static (http, _) => ScriptedUpstream.JsonAsync(http, 200, Usage);
        foreach (var user in (string[])["alice", "bob", "alice"]) (await scene.ChatAsync(Hello, ("x-weir-user", user))).Status.ShouldBe(200);
        return scene;
    }

    private static async Task<Ran> RunAsync(Scene scene, params string[] words)
    {
        // The file refers to a variable that only the scene's gateway knows.
        var file = Path.Combine(scene.Directory, "weir.yaml");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("${UPSTREAM_KEY}", Scene.UpstreamKey, StringComparison.Ordinal));
        return await Terminal.RunAsync(["budgets", .. words, "--data", scene.Directory, "--config", file]);
    }
}
