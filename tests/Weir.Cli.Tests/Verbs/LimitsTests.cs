using Weir.Testing;

namespace Weir.Cli.Tests.Verbs;

[Collection(nameof(ConsoleCollection))]
public sealed class LimitsTests
{
    private const string Key = "an-admin-key-0123456789abcdef";

    [Fact]
    public async Task What_is_used_of_limits_is_asked_of_the_running_gateway()
    {
        await using var scene = await Scene.StartAsync(Scene.With($"admin: {{ key: {Key} }}\nrate_limits: {{ users: {{ each: [user], requests_per_day: 5 }} }}"));
        var options = (string[])["--url", scene.Gateway.Address.ToString(), "--admin-key", Key];
        (await Terminal.RunAsync(["limits", .. options])).Error.ShouldContain("Nobody uses anything of a limit at the moment.");
        await scene.ChatAsync(Scene.Hello, ("x-weir-user", "alice"));

        (await Terminal.RunAsync(["limits", .. options])).Lines[1].ShouldMatch("^users +default/alice +requests_per_day +5 +1 +4 +[0-9]+ s$");
        (await Terminal.RunAsync(["limits", "--limit", "others", "--json", .. options])).Json.GetArrayLength().ShouldBe(0);
    }
}
