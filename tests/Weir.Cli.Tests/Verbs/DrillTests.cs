using System.Text.Json;
using Weir.Lab.Drills.Scenes;
using Weir.Lab.Drills.SixteenFaults;

namespace Weir.Cli.Tests.Verbs;

[Collection(nameof(ConsoleCollection))]
[Trait("Category", "Slow")]
public sealed class DrillTests
{
    [Fact]
    public async Task The_drills_are_listed_with_or_without_being_asked_to()
    {
        var asked = await Terminal.RunAsync("drill", "--list");
        var bare = await Terminal.RunAsync("drill");

        asked.Code.ShouldBe(0);
        asked.Out.ShouldContain("sixteen-faults  ");
        foreach (var scene in TheScenes.All) asked.Out.ShouldContain($"{scene.Name}  ");
        bare.Out.ShouldBe(asked.Out);
    }

    [Fact]
    public async Task A_fault_that_is_taken_as_it_should_be_makes_the_exit_code_zero()
    {
        var ran = await Terminal.RunAsync("drill", "sixteen-faults", "--only", "content-policy");

        ran.Code.ShouldBe(0, ran.Out);
        ran.Out.ShouldContain("pass  content-policy");
        ran.Out.ShouldContain("client: 400");
        ran.Out.ShouldContain("error content_policy_violation; primary: 1 at");
        ran.Out.ShouldEndWith("1 of 1 fault passed.\n");
    }

    [Fact]
    public async Task A_gateway_that_is_not_there_passes_nothing()
    {
        var ran = await Terminal.RunAsync("drill", "sixteen-faults", "--only", "content-policy", "--against", "http://127.0.0.1:1", "--port", "0");

        ran.Code.ShouldBe(1);
        ran.Out.ShouldContain("Primary upstream:   http://127.0.0.1:");
        ran.Out.ShouldContain("FAIL  content-policy");
        ran.Out.ShouldContain("MISSED: the primary is asked once; a clean error of status 400");
    }

    [Fact]
    public async Task A_scene_tells_its_phases_and_ends_with_a_verdict()
    {
        var ran = await Terminal.RunAsync("drill", "brownout", "--users", "20", "--duration", "2s", "--seed", "1");

        var lines = ran.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("brownout: 20 users for 2s, 2 providers, seed 1");
        foreach (var phase in Brownout.Scene.Phases) lines.Count(line => line.Contains(phase.Name, StringComparison.Ordinal)).ShouldBe(2);
        foreach (var objective in Brownout.Scene.Objectives) ran.Out.ShouldContain(objective.Name);
        lines.ShouldContain(line => line.StartsWith("calls missing from the ledger", StringComparison.Ordinal) && line.EndsWith("  met", StringComparison.Ordinal));
        ran.Code.ShouldBe(lines[^1].Split(' ')[0] switch { "PASS" => 0, "FAIL" => 1, _ => 2 });
        (ran.Code == 0).ShouldBe(!ran.Out.Contains("MISSED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_verdict_can_be_had_as_json()
    {
        var ran = await Terminal.RunAsync("drill", "brownout", "--users", "20", "--duration", "2s", "--seed", "1", "--json");

        using var json = JsonDocument.Parse(ran.Out);
        var root = json.RootElement;
        root.GetProperty("drill").GetString().ShouldBe("brownout");
        root.GetProperty("seed").GetInt32().ShouldBe(1);
        root.GetProperty("users").GetInt32().ShouldBe(20);
        root.GetProperty("duration_seconds").GetDouble().ShouldBe(2);
        root.GetProperty("verdict").GetString().ShouldBe(ran.Code switch { 0 => "pass", 1 => "fail", _ => "invalid" });
        var objectives = root.GetProperty("objectives").EnumerateArray().ToList();
        objectives.Select(objective => objective.GetProperty("name").GetString()).ShouldBe(Brownout.Scene.Objectives.Select(objective => objective.Name));
        objectives.TrueForAll(objective => objective.GetProperty("met").GetBoolean()).ShouldBe(ran.Code == 0);
        objectives[0].GetProperty("at_least").GetDouble().ShouldBe(0.85);
        objectives[0].GetProperty("at_most").ValueKind.ShouldBe(JsonValueKind.Null);
        root.GetProperty("phases").EnumerateArray().Select(phase => phase.GetProperty("name").GetString()).ShouldBe(Brownout.Scene.Phases.Select(phase => phase.Name));
        root.GetProperty("providers").EnumerateArray().Sum(provider => provider.GetProperty("attempts").GetInt32())
            .ShouldBeGreaterThanOrEqualTo(root.GetProperty("phases").EnumerateArray().Sum(phase => phase.GetProperty("whole").GetInt32()));
    }

    [Fact]
    public async Task The_configuration_that_is_printed_is_one_that_can_be_used()
    {
        var ran = await Terminal.RunAsync("drill", "sixteen-faults", "--print-config");
        using var directory = new DataDirectory();

        (await Terminal.RunAsync("check", directory.Write("printed.yaml", ran.Out))).Code.ShouldBe(0);
        foreach (var fault in TheSixteen.All) ran.Out.ShouldContain($"\n  {fault.Name}: {{ route: [{fault.PrimaryModel}]");
    }
}
