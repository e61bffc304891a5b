using System.Text.Json;
using Weir.Cli.Commands.Doctor;
using Weir.Gateway.Storage;
using Weir.Testing;

namespace Weir.Cli.Tests.Verbs;

[Collection(nameof(ConsoleCollection))]
public sealed class DoctorTests : IDisposable
{
    private const string Yaml = """
        providers: { up: { base_url: "{upstream}", api_key: sk-secret-0123456789 } }
        deployments: { big: { provider: up, model: m } }
        models: { m: { route: [big] } }
        """;

    private readonly DataDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task All_is_well_and_nothing_was_made()
    {
        var data = _directory.File("new");
        await using var upstream = await ScriptedUpstream.StartAsync();

        var ran = await ExamineAsync(upstream.BaseUrl, "--data", data);

        ran.Code.ShouldBe(0);
        ran.Out.ShouldContain("All is well.");
        ran.Out.ShouldContain("SQLite           3.");
        ran.Out.ShouldContain("clock            agrees with the providers'");
        Directory.Exists(data).ShouldBeFalse();
        upstream.Seen.ShouldHaveSingleItem().Headers["authorization"].ShouldBe("Bearer sk-secret-0123456789");
    }

    [Fact]
    public async Task Rows_are_counted()
    {
        await _directory.FillAsync(DataDirectory.Call(), DataDirectory.Call());
        await using var upstream = await ScriptedUpstream.StartAsync();

        (await ExamineAsync(upstream.BaseUrl)).Out.ShouldContain("2 calls, 2 attempts, 0 keys");
    }

    [Theory]
    [InlineData(401, "but refuses the key (status 401)")]
    [InlineData(403, "but refuses the key (status 403)")]
    [InlineData(503, "but is in trouble (status 503)")]
    public async Task A_provider_that_answers_otherwise_needs_attention(int status, string explanation)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Behaviour = (http, _) => ScriptedUpstream.JsonAsync(http, status, "{}");

        var ran = await ExamineAsync(upstream.BaseUrl, "--json");

        ran.Code.ShouldBe(1);
        Found(ran, "provider up").ShouldContain(explanation);
        ran.Out.ShouldNotContain("sk-secret");
    }

    [Fact]
    public async Task A_provider_without_a_list_of_models_was_reached()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Behaviour = (http, _) => ScriptedUpstream.JsonAsync(http, 404, "{}");

        (await ExamineAsync(upstream.BaseUrl)).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_provider_that_is_not_there_needs_attention()
    {
        var ran = await ExamineAsync("http://127.0.0.1:1/v1", "--json");

        ran.Code.ShouldBe(1);
        Found(ran, "provider up").ShouldContain("not reached, connection refused");
        Found(ran, "clock").ShouldContain("not compared");
    }

    [Fact]
    public async Task A_clock_that_is_wrong_needs_attention()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Behaviour = (http, _) =>
        {
            http.Response.Headers.Date = TimeProvider.System.GetUtcNow().AddMinutes(5).ToString("R");
            return ScriptedUpstream.JsonAsync(http, 200, "{}");
        };

        var ran = await ExamineAsync(upstream.BaseUrl, "--json");

        ran.Code.ShouldBe(1);
        Found(ran, "clock").ShouldContain("s behind the providers'");
    }

    [Fact]
    public async Task A_damaged_database_and_a_bad_configuration_are_both_told()
    {
        _directory.Write(Database.FileName, new string('x', 8192));

        var ran = await Terminal.RunAsync("doctor", "--json", "--data", _directory.Path, "--config", _directory.Write("weir.yaml", "a: 1\n"));

        ran.Code.ShouldBe(1);
        Found(ran, "database").ShouldContain("is damaged");
        Found(ran, "configuration").ShouldContain("weir.yaml has ");
    }

    [Fact]
    public async Task A_directory_below_a_file_needs_attention()
    {
        var ran = await Terminal.RunAsync("doctor", "--json", "--data", Path.Combine(_directory.Write("file", ""), "data"));

        ran.Code.ShouldBe(1);
        Found(ran, "data directory").ShouldContain("cannot be written");
    }

    [Theory]
    [InlineData("Max open files            1024                 524288               files", false, "up to 1024")]
    [InlineData("Max open files            4096                 4096                 files", true, "up to 4096")]
    [InlineData("Max open files            unlimited            unlimited            files", true, "unlimited")]
    [InlineData("", true, "not known")]
    public void Few_open_files_need_attention(string limits, bool fine, string detail)
    {
        var finding = MachineCheck.OpenFiles("Limit  Soft Limit\n" + limits + "\n");

        finding.IsFine.ShouldBe(fine);
        finding.Detail.ShouldContain(detail);
    }

    private Task<Ran> ExamineAsync(string upstream, params string[] more)
    {
        var config = _directory.Write("weir.yaml", Yaml.Replace("{upstream}", upstream, StringComparison.Ordinal));
        return Terminal.RunAsync(["doctor", "--config", config, .. more.Contains("--data") ? (string[])[] : ["--data", _directory.Path], .. more]);
    }

    private static string Found(Ran ran, string check) =>
        ran.Json.EnumerateArray().Single(finding => finding.GetProperty("check").GetString() == check && HasVerdict(finding)).GetProperty("detail").GetString()!;

    private static bool HasVerdict(JsonElement finding) =>
        finding.GetProperty("ok").GetBoolean() == (finding.GetProperty("remedy").ValueKind == JsonValueKind.Null);
}
