using Weir.Testing;

namespace Weir.Cli.Tests.Verbs;

[Collection(nameof(ConsoleCollection))]
public sealed class AlertsTests
{
    [Fact]
    public async Task Each_place_is_tried_and_what_did_not_arrive_is_said()
    {
        await using var receiver = await ScriptedUpstream.StartAsync();
        receiver.Behaviour = (http, request) => ScriptedUpstream.JsonAsync(http, request.Path.EndsWith("gone", StringComparison.Ordinal) ? 410 : 200, "{}");
        using var data = new TemporaryData();
        var file = Configuration(data, $$"""
            alerts:
              ops: { webhook: "{{receiver.BaseUrl}}/ops", kinds: [loop] }
              old: { webhook: "{{receiver.BaseUrl}}/gone", format: slack }
            """);

        var ran = await Terminal.RunAsync("alerts", "test", "--config", file);
        ran.Code.ShouldBe(1, ran.Error);
        ran.Lines[1].ShouldMatch("^ops +webhook +delivered$");
        ran.Lines[2].ShouldMatch("^old +slack +the webhook answered with status 410$");

        var one = await Terminal.RunAsync("alerts", "test", "ops", "--config", file, "--json");
        (one.Code, one.Json[0].GetProperty("delivered").GetBoolean()).ShouldBe((0, true));
        receiver.Seen.Count(post => post.Path.EndsWith("ops", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Theory]
    [InlineData("alerts: { ops: { webhook: \"http://127.0.0.1:1/\" } }", "opps", "has no alert 'opps'. Did you mean \"ops\"?")]
    [InlineData("", "ops", "names nobody who is told. Add an entry under alerts")]
    public async Task What_is_not_there_cannot_be_tried(string section, string name, string explanation)
    {
        using var data = new TemporaryData();

        var ran = await Terminal.RunAsync("alerts", "test", name, "--config", Configuration(data, section));

        ran.Code.ShouldBe(2);
        ran.ErrorLines.ShouldHaveSingleItem().ShouldContain(explanation);
    }

    private static string Configuration(TemporaryData data, string section)
    {
        var file = Path.Combine(data.Path, "weir.yaml");
        File.WriteAllText(file, $"providers: {{ sim: {{ built_in: simulator }} }}\ndeployments: {{ sim: {{ provider: sim }} }}\nmodels: {{ sim: {{ route: [sim] }} }}\n{section}");
        return file;
    }
}
