using Weir.Gateway.Configuration;
using Weir.Testing;

namespace Weir.Cli.Tests.Verbs;

[Collection(nameof(ConsoleCollection))]
public sealed class ConfigTests : IDisposable
{
    private const string Secret = "sk-very-secret-0123456789-0123456789";

    private const string Yaml = $$"""
        limits: { calls_in_flight: 77 }
        providers:
          one: { base_url: "https://one.example/v1", api_key: {{Secret}}, headers: { x-more: {{Secret}} } }
          two: { base_url: "https://two.example/v1", api_key: "${WEIR_TEST_KEY:-{{Secret}}}" }
        deployments:
          a: { provider: one, model: real, price: { input: 0.25, output: 2 } }
          b: { provider: two, model: real, price: { input: 1, output: 2 } }
        models:
          m: { route: [a, { deployment: b, weight: 3 }] }
        """;

    private readonly DataDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Secrets_are_masked(bool json)
    {
        var ran = await Terminal.RunAsync(["config", "--config", _directory.Write("weir.yaml", Yaml), .. json ? (string[])["--json"] : []]);

        ran.Code.ShouldBe(0);
        ran.Out.ShouldNotContain(Secret);
        ran.Out.ShouldContain("********");
        ran.Out.ShouldContain("first_byte");
    }

    [Fact]
    public async Task Json_has_numbers_as_numbers()
    {
        var json = (await Terminal.RunAsync("config", "--json", "--config", _directory.Write("weir.yaml", Yaml))).Json;

        json.GetProperty("limits").GetProperty("calls_in_flight").GetInt32().ShouldBe(77);
        json.GetProperty("deployments").GetProperty("a").GetProperty("price").GetProperty("input").GetDecimal().ShouldBe(0.25m);
        json.GetProperty("models").GetProperty("m").GetProperty("route")[1].GetProperty("weight").GetInt32().ShouldBe(3);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--json")]
    public async Task What_is_printed_reads_back_as_the_same_release(string option)
    {
        // Without secrets in the file itself: a mask cannot be read back.
        var secret = $"\"file:{_directory.Write("secret", Secret)}\"";
        var file = _directory.Write("weir.yaml", Yaml.Replace($"\"${{WEIR_TEST_KEY:-{Secret}}}\"", secret, StringComparison.Ordinal).Replace(Secret, secret, StringComparison.Ordinal));
        var ran = await Terminal.RunAsync(["config", "--config", file, .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        var release = ConfigurationLoader.Load(file, new TestEnvironment(), TimeProvider.System).Model!.Release;
        var again = ConfigurationLoader.LoadText(ran.Out, new TestEnvironment(), TimeProvider.System);
        again.Errors.ShouldBeEmpty();
        again.Model!.Release.ShouldBe(release);
    }

    [Fact]
    public async Task Without_a_file_the_default_is_one_to_start_from()
    {
        var ran = await Terminal.RunAsync("config");

        ran.Code.ShouldBe(0);
        (await Terminal.RunAsync("check", _directory.Write("weir.yaml", ran.Out))).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_bad_file_is_refused_with_all_its_errors()
    {
        var ran = await Terminal.RunAsync("config", "--config", _directory.Write("weir.yaml", "a: 1\nb: 2\n"));

        ran.Code.ShouldBe(2);
        ran.Out.ShouldBeEmpty();
        ran.Error.ShouldContain("weir.yaml:1:1: a: ");
        ran.Error.ShouldContain("weir.yaml:2:1: b: ");
        ran.ErrorLines[^1].ShouldStartWith("weir: Mend the configuration; 'weir check ");
    }

    [Fact]
    public async Task The_schema_is_JSON_and_the_reference_is_a_page()
    {
        var schema = await Terminal.RunAsync("schema");
        var page = await Terminal.RunAsync("schema", "--markdown");

        schema.Code.ShouldBe(0);
        schema.Json.GetProperty("properties").TryGetProperty("providers", out _).ShouldBeTrue();
        page.Out.ShouldStartWith("# Configuration reference");
    }
}
