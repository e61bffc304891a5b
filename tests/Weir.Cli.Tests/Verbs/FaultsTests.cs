using Weir.Testing;

namespace Weir.Cli.Tests.Verbs;

[Collection(nameof(ConsoleCollection))]
public sealed class FaultsTests
{
    private const string Key = "an-admin-key-0123456789abcdef";

    [Fact]
    public async Task A_fault_is_started_listed_and_stopped()
    {
        await using var scene = await Scene.StartAsync(Scene.With($"admin: {{ key: {Key} }}"));

        var started = await RunAsync(scene, "start", "outage", "--deployment", "big", "--kind", "status", "--code", "400", "--percent", "100", "--for", "10m", "--allow-total");
        started.Code.ShouldBe(0, started.Error);
        started.Out.ShouldStartWith("Started 'outage'; it ends at 20");
        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(400);

        var listed = await RunAsync(scene, "list");
        listed.Lines[1].ShouldMatch("^outage +active +status +big +100 +20.*Z +1 +0 +admin$");
        (await RunAsync(scene, "list", "--json")).Json[0].GetProperty("injected").GetInt32().ShouldBe(1);

        (await RunAsync(scene, "stop", "outage")).Out.ShouldContain("Stopped 'outage'; it touched 1 attempts.");
        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);
        (await RunAsync(scene, "list")).Error.ShouldContain("There are no faults.");
    }

    [Fact]
    public async Task Models_that_are_spared_are_warned_of()
    {
        await using var scene = await Scene.StartAsync(Scene.With($"admin: {{ key: {Key} }}"));

        var ran = await RunAsync(scene, "start", "slow", "--provider", "up", "--kind", "slow_first_token", "--wait", "8s", "--tenant", "default");

        ran.Code.ShouldBe(0, ran.Error);
        ran.Error.ShouldContain("these models are spared, which would have no deployment left (--allow-total): asked-model");
    }

    [Fact]
    public async Task What_the_gateway_refuses_is_said_in_its_words()
    {
        await using var scene = await Scene.StartAsync(Scene.With($"admin: {{ key: {Key} }}"));

        var ran = await RunAsync(scene, "start", "outage", "--deployment", "bigg", "--kind", "reset", "--percent", "many");
        ran.Code.ShouldBe(2);
        ran.Error.ShouldContain("there is no deployment \"bigg\". Did you mean \"big\"?");
        ran.Error.ShouldContain("\"many\" is not a decimal number");

        var gone = await RunAsync(scene, "stop", "outage");
        gone.Code.ShouldBe(2);
        gone.ErrorLines.ShouldHaveSingleItem().ShouldBe("weir: There is no fault 'outage'. 'weir faults list' shows those that there are.");
    }

    [Fact]
    public async Task A_wrong_key_and_a_gateway_without_one_are_told_apart()
    {
        await using var scene = await Scene.StartAsync(Scene.With($"admin: {{ key: {Key} }}"));
        await using var closed = await Scene.StartAsync();

        (await RunAsync(scene, "list", "--admin-key", "wrong")).ErrorLines.ShouldHaveSingleItem().ShouldContain("Set WEIR_ADMIN_KEY");
        (await RunAsync(closed, "list")).ErrorLines.ShouldHaveSingleItem().ShouldContain("no admin.key is configured");
    }

    [Theory]
    [InlineData("list --url nonsense --admin-key k", "'nonsense' is no address of a gateway")]
    [InlineData("list --url http://127.0.0.1:1 --admin-key k", "there is no gateway that answers at http://127.0.0.1:1/")]
    [InlineData("list --url http://127.0.0.1:1", "no admin key is given. Set WEIR_ADMIN_KEY")]
    public async Task What_is_missing_is_said_in_one_line(string line, string explanation)
    {
        var ran = await Terminal.RunAsync(["faults", .. line.Split(' ')]);

        ran.Code.ShouldBe(2);
        ran.ErrorLines.ShouldHaveSingleItem().ShouldContain(explanation);
    }

    private static Task<Ran> RunAsync(Scene scene, params string[] args) => Terminal.RunAsync(
        ["faults", .. args, "--url", scene.Gateway.Address.ToString(), .. args.Contains("--admin-key") ? (string[])[] : ["--admin-key", Key]]);
}
