using Weir.Gateway.Identity;
using Weir.Gateway.Storage;

namespace Weir.Cli.Tests.Verbs;

[Collection(nameof(ConsoleCollection))]
public sealed class KeysTests : IDisposable
{
    private const string Yaml = """
        providers: { sim: { built_in: simulator } }
        deployments: { sim: { provider: sim } }
        models: { sim: { route: [sim] } }
        tenants: { acme: {} }
        features: { chat: {} }
        """;

    private readonly DataDirectory _directory = new();
    private readonly string _config;

    public KeysTests() => _config = _directory.Write("weir.yaml", Yaml);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_new_key_stands_alone_on_standard_output_and_works()
    {
        var ran = await CreateAsync("ci", "acme", "--feature", "chat", "--model", "sim");

        ran.Code.ShouldBe(0);
        ran.Error.ShouldContain("never shown again");
        using var database = Database.Open(_directory.Path, TimeProvider.System);
        var key = new KeyStore(database, TimeProvider.System).FindActive(KeyHash.Of(ran.Out.Trim()))!;
        (key.Name, key.Tenant, key.Feature).ShouldBe(("ci", "acme", "chat"));
        key.Models.ShouldBe(["sim"]);
    }

    [Fact]
    public async Task A_key_has_the_deadline_and_the_priority_that_it_was_made_with()
    {
        (await CreateAsync("nightly", "acme", "--deadline", "1500ms", "--priority", "low")).Code.ShouldBe(0);

        var listed = (await Terminal.RunAsync("keys", "list", "--json", "--data", _directory.Path)).Json[0];
        (listed.GetProperty("deadline").GetString(), listed.GetProperty("priority").GetString()).ShouldBe(("1500ms", "low"));
        (await Terminal.RunAsync("keys", "list", "--data", _directory.Path)).Lines[1].ShouldMatch(" 1500ms +low ");
    }

    [Fact]
    public async Task A_key_has_the_limits_that_it_was_made_with()
    {
        (await CreateAsync("intern", "acme", "--limit", "requests_per_minute=60,tokens_per_day=1000000")).Code.ShouldBe(0);

        (await Terminal.RunAsync("keys", "list", "--json", "--data", _directory.Path)).Json[0].GetProperty("limits").GetString().ShouldBe("requests_per_minute=60,tokens_per_day=1000000");
    }

    [Theory]
    [InlineData("--deadline", "soon", "'soon' is no length of time")]
    [InlineData("--deadline", "2d", "Write 100ms to 1d.")]
    [InlineData("--priority", "lower", "there is no priority 'lower'")]
    [InlineData("--limit", "requests_per_minut=60", "'requests_per_minut=60' is no limit. Did you mean \"requests_per_minute\"?")]
    [InlineData("--limit", "concurrency=0", "'concurrency=0' is no limit. Give a whole number, 1 or more, as in concurrency=60.")]
    public async Task A_limit_that_is_none_is_refused(string option, string value, string explanation)
    {
        var ran = await CreateAsync("nightly", "acme", option, value);

        ran.Code.ShouldBe(2);
        ran.Error.ShouldContain(explanation);
    }

    [Fact]
    public async Task The_list_shows_neither_key_nor_hash()
    {
        var key = (await CreateAsync("ci", "acme")).Out.Trim();

        foreach (var option in (string[][])[[], ["--json"], ["--all"]])
        {
            var ran = await Terminal.RunAsync(["keys", "list", "--data", _directory.Path, .. option]);
            ran.Code.ShouldBe(0);
            ran.Out.ShouldContain("ci");
            ran.Out.ShouldNotContain(key);
            ran.Out.ShouldNotContain(KeyHash.Of(key).ToString());
        }
    }

    [Fact]
    public async Task A_revoked_key_is_listed_only_with_all()
    {
        var id = (await CreateAsync("ci", "acme", "--json")).Json.GetProperty("id").GetString()!;

        var revoked = await Terminal.RunAsync("keys", "revoke", id, "--data", _directory.Path);

        revoked.Code.ShouldBe(0);
        revoked.Out.ShouldContain("Revoked 'ci'");
        (await Terminal.RunAsync("keys", "list", "--json", "--data", _directory.Path)).Json.GetArrayLength().ShouldBe(0);
        var all = (await Terminal.RunAsync("keys", "list", "--json", "--all", "--data", _directory.Path)).Json;
        all[0].GetProperty("revoked_at").GetString().ShouldNotBeNull();
        (await Terminal.RunAsync("keys", "list", "--all", "--data", _directory.Path)).Lines[1].ShouldContain("revoked 20");
    }

    [Fact]
    public async Task Json_of_a_new_key_has_the_key()
    {
        var json = (await CreateAsync("ci", "acme", "--json")).Json;

        json.GetProperty("key").GetString()!.ShouldStartWith(KeyText.Prefix);
        json.TryGetProperty("hash", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("acne", null, null, "has no tenant 'acne'. Did you mean \"acme\"?")]
    [InlineData("other", null, null, "Declare it under tenants")]
    [InlineData("acme", "chatt", null, "has no feature 'chatt'. Did you mean \"chat\"?")]
    [InlineData("acme", null, "simm", "has no model 'simm'. Did you mean \"sim\"?")]
    public async Task A_key_names_only_what_the_configuration_has(string tenant, string? feature, string? model, string explanation)
    {
        var ran = await CreateAsync(
            "ci", tenant, [.. feature is null ? (string[])[] : ["--feature", feature], .. model is null ? (string[])[] : ["--model", model]]);

        ran.Code.ShouldBe(2);
        ran.ErrorLines.ShouldHaveSingleItem().ShouldContain(explanation);
        File.Exists(_directory.File(Database.FileName)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_configuration_with_errors_is_warned_of()
    {
        File.WriteAllText(_config, "nonsense: 1\n");

        var ran = await CreateAsync("ci", "whoever");

        ran.Code.ShouldBe(0);
        ran.ErrorLines[0].ShouldContain("has errors, so that nobody checked whether it knows the tenant 'whoever'");
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused()
    {
        await CreateAsync("ci", "acme");

        var ran = await CreateAsync("ci", "acme");

        ran.Code.ShouldBe(2);
        ran.ErrorLines.ShouldHaveSingleItem().ShouldContain("there is already a key named `ci`");
    }

    [Theory]
    [InlineData("list")]
    [InlineData("revoke", "ci")]
    public async Task Without_a_database_there_is_one_line_with_the_remedy(params string[] verb)
    {
        var ran = await Terminal.RunAsync(["keys", .. verb, "--data", _directory.File("none")]);

        ran.Code.ShouldBe(2);
        ran.ErrorLines.ShouldHaveSingleItem().ShouldContain("there is no database at");
        Directory.Exists(_directory.File("none")).ShouldBeFalse();
    }

    private Task<Ran> CreateAsync(string name, string tenant, params string[] more) =>
        Terminal.RunAsync(["keys", "create", name, "--tenant", tenant, "--config", _config, "--data", _directory.Path, .. more]);
}
