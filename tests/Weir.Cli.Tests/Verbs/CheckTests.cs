namespace Weir.Cli.Tests.Verbs;

[Collection(nameof(ConsoleCollection))]
public sealed class CheckTests : IDisposable
{
    private const string Good = "providers: { sim: { built_in: simulator } }\ndeployments: { sim: { provider: sim, price: { input: 0, output: 0 } } }\nmodels: { sim: { route: [sim] } }\n";
    private const string Unwise = Good + "server: { listen: \"http://*:8080\" }\n";
    private const string Bad = "servr: {}\nproviders:\n  one: { base_url: nowhere }\nmodels:\n  m: { route: [gone] }\n";

    private readonly DataDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_good_file_is_told_so()
    {
        var ran = await Terminal.RunAsync("check", _directory.Write("weir.yaml", Good));

        ran.Code.ShouldBe(0);
        ran.Lines.ShouldHaveSingleItem().ShouldContain("weir.yaml: no errors, no warnings (release ");
    }

    [Fact]
    public async Task All_errors_come_at_once_with_their_places()
    {
        var file = _directory.Write("weir.yaml", Bad);

        var ran = await Terminal.RunAsync("check", file);

        ran.Code.ShouldBe(2);
        ran.Lines[..^1].ShouldAllBe(line => System.Text.RegularExpressions.Regex.IsMatch(line, @"weir\.yaml:\d+:\d+: error: "));
        ran.Lines[0].ShouldStartWith($"{file}:1:1: error: servr");
        ran.Lines.ShouldContain(line => line.StartsWith($"{file}:3:"));
        ran.Lines.ShouldContain(line => line.StartsWith($"{file}:5:"));
        ran.Lines[^1].ShouldBe($"{file}: {ran.Lines.Length - 1} errors");
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Warnings_count_when_strict(bool strict, int code)
    {
        var ran = await Terminal.RunAsync(["check", _directory.Write("weir.yaml", Unwise), .. strict ? (string[])["--strict"] : []]);

        ran.Code.ShouldBe(code);
        ran.Lines[0].ShouldContain(": warning: server.listen: ");
        ran.Lines[^1].ShouldContain("no errors, 1 warning (");
    }

    [Fact]
    public async Task Json_has_every_finding()
    {
        var errors = (await Terminal.RunAsync("check", "--json", _directory.Write("weir.yaml", Bad))).Json;
        var warnings = (await Terminal.RunAsync("check", "--json", _directory.Write("weir.yaml", Unwise))).Json;

        errors.GetArrayLength().ShouldBeGreaterThan(2);
        errors[0].GetProperty("severity").GetString().ShouldBe("error");
        errors[0].GetProperty("line").GetInt32().ShouldBe(1);
        warnings[0].GetProperty("severity").GetString().ShouldBe("warning");
        warnings[0].GetProperty("path").GetString().ShouldBe("server.listen");
    }

    [Fact]
    public async Task A_missing_file_is_an_error()
    {
        var ran = await Terminal.RunAsync("check", _directory.File("none.yaml"));

        ran.Code.ShouldBe(2);
        ran.Lines[^1].ShouldEndWith("none.yaml: 1 error");
    }
}
