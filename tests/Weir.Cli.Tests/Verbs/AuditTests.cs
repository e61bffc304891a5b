namespace Weir.Cli.Tests.Verbs;

[Collection(nameof(ConsoleCollection))]
public sealed class AuditTests : IDisposable
{
    private const string Yaml = """
        providers: { sim: { built_in: simulator } }
        deployments: { sim: { provider: sim } }
        models: { sim: { route: [sim] } }
        tenants: { acme: {} }
        """;

    private readonly DataDirectory _directory = new();
    private readonly string _config;

    public AuditTests() => _config = _directory.Write("weir.yaml", Yaml);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Who_made_and_ended_a_key_and_why()
    {
        await RunAsync("keys", "create", "ci", "--tenant", "acme", "--reason", "nightly builds", "--config", _config);
        await RunAsync("keys", "create", "other", "--tenant", "acme", "--config", _config);
        await RunAsync("keys", "revoke", "ci", "--reason", "in a public repository");

        var ran = await RunAsync("audit", "--object", "ci");

        ran.Code.ShouldBe(0);
        ran.Lines.Length.ShouldBe(3);
        ran.Lines[1].ShouldMatch($" {Environment.UserName} +key\\.create +ci +nightly builds +key_[0-9a-f]{{8}} of tenant acme");
        ran.Lines[2].ShouldMatch(" key\\.revoke +ci +in a public repository ");
        (await RunAsync("audit", "--action", "key.create", "--json")).Json.EnumerateArray().Select(entry => entry.GetProperty("object").GetString()).ShouldBe(["ci", "other"]);
        (await RunAsync("audit", "-n", "1", "--since", "1h", "--json")).Json[0].GetProperty("reason").GetString().ShouldBe("in a public repository");
    }

    [Fact]
    public async Task Where_nothing_was_changed_that_is_said()
    {
        await RunAsync("keys", "create", "ci", "--tenant", "acme", "--config", _config);

        var ran = await RunAsync("audit", "--object", "nothing");

        (ran.Code, ran.Out.Trim()).ShouldBe((0, ""));
        ran.Error.ShouldContain("no such changes");
    }

    [Fact]
    public async Task A_time_that_is_none_is_refused()
    {
        var ran = await RunAsync("audit", "--since", "soon");

        ran.Code.ShouldBe(2);
        ran.Error.ShouldContain("'soon' is no length of time");
    }

    [Fact]
    public async Task Prices_that_are_taken_over_are_noted()
    {
        await RunAsync("keys", "create", "ci", "--tenant", "acme", "--config", _config);
        var catalogue = _directory.Write("litellm.json", """{"gpt-5":{"litellm_provider":"openai","mode":"chat","input_cost_per_token":0.000002,"output_cost_per_token":0.00001}}""");
        string[] import = ["prices", "import", catalogue, "--format", "litellm", "--only", "openai/", "--config", _config];

        await RunAsync(import);
        (await RunAsync("audit", "--action", "prices.", "--json")).Json.GetArrayLength().ShouldBe(0);
        (await RunAsync([.. import, "--apply", "--overwrite", "--reason", "new contract"])).Code.ShouldBe(0);

        var entry = (await RunAsync("audit", "--action", "prices.", "--json")).Json.EnumerateArray().ShouldHaveSingleItem();
        entry.GetProperty("object").GetString().ShouldBe(_directory.File("prices.yaml"));
        entry.GetProperty("reason").GetString().ShouldBe("new contract");
        entry.GetProperty("details").GetString().ShouldNotBeNull().ShouldContain("openai/gpt-5");
    }

    private Task<Ran> RunAsync(params string[] words) => Terminal.RunAsync([.. words, "--data", _directory.Path]);
}
