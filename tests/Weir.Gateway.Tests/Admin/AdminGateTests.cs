using Weir.Gateway.Identity;
using Weir.Testing;

namespace Weir.Gateway.Tests.Admin;

/// <summary>Who gets into the admin API.</summary>
public sealed class AdminGateTests
{
    public static TheoryData<string, string> Routes => new()
    {
        { "GET", "faults" }, { "GET", "faults/x" }, { "PUT", "faults/x" }, { "DELETE", "faults/x" }, { "GET", "deployments" }, { "GET", "costs" }, { "POST", "deployments" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Without_a_configured_key_there_is_no_admin_API(string method, string path)
    {
        await using var scene = await Scene.StartAsync();

        (await scene.AdminAsync(method, path, key: scene.Key)).ShouldBeRefused(404, "admin_disabled").ShouldContain("admin.key");
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Nobody_gets_in_without_the_key(string method, string path)
    {
        await using var scene = await Scene.StartAsync(AdminScene.With());

        foreach (var key in (string?[])[null, scene.Key, "wrong", AdminScene.Key + "x", AdminScene.Key[..^1], AdminScene.Key.ToUpperInvariant()])
            (await scene.AdminAsync(method, path, key: key)).ShouldBeRefused(401, "invalid_admin_key");
    }

    [Fact]
    public async Task The_admin_key_opens_no_call()
    {
        await using var scene = await Scene.StartAsync(AdminScene.With());
        using var client = scene.ClientWith(AdminScene.Key);

        using var response = await client.SendAsync(Scene.Request("/v1/chat/completions", Scene.Hello));

        ((int)response.StatusCode).ShouldBe(401);
    }

    [Fact]
    public async Task A_key_that_only_its_hash_is_known_of_opens_and_a_reload_changes_it()
    {
        await using var scene = await Scene.StartAsync(Scene.With($"admin: {{ hash: \"sha256:{KeyHash.Of(AdminScene.Key)}\" }}"));
        (await scene.AdminAsync("GET", "faults")).Status.ShouldBe(200);

        (await scene.ReloadAsync(Scene.With("admin: { key: another-admin-key-0123456789 }"))).ShouldBeTrue();

        (await scene.AdminAsync("GET", "faults")).Status.ShouldBe(401);
        (await scene.AdminAsync("GET", "faults", key: "another-admin-key-0123456789")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_method_that_a_path_does_not_take_is_refused_with_those_that_it_takes()
    {
        await using var scene = await Scene.StartAsync(AdminScene.With());

        var answer = await scene.AdminAsync("POST", "faults/x", "{}");

        answer.ShouldBeRefused(405, "method_not_allowed");
        answer.Headers["allow"].ShouldBe("GET, PUT, DELETE");
    }

    [Fact]
    public async Task Deployments_are_shown_with_the_faults_on_them_and_without_secrets()
    {
        await using var scene = await Scene.StartAsync(AdminScene.With("faults: { f: { provider: up, kind: delay } }"));

        var answer = await scene.AdminAsync("GET", "deployments");

        answer.Body.ShouldBe("""{"deployments":[{"name":"big","provider":"up","model":"upstream-model","circuit":"closed","retry_after_seconds":0,"recent_calls":0,"recent_failures":0,"left_out_of":[],"concurrency_limit":10000,"attempts_in_flight":0,"attempts_waiting":0,"faults":["f"]}]}""");
    }
}
