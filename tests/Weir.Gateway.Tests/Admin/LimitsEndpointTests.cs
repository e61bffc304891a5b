using Weir.Testing;

namespace Weir.Gateway.Tests.Admin;

/// <summary>What callers use of their limits, over the admin API.</summary>
public sealed class LimitsEndpointTests
{
    [Fact]
    public async Task What_is_used_is_listed_the_greatest_share_first()
    {
        await using var scene = await Scene.StartAsync(
            AdminScene.With("rate_limits: { wide: { requests_per_minute: 100 }, narrow: { each: [user], requests_per_minute: 2, concurrency: 5 } }"), new FakeTimeProvider());
        await scene.ChatAsync(Scene.Hello, ("x-weir-user", "alice"));

        var listed = (await scene.AdminAsync("GET", "limits")).Json;

        listed.GetProperty("count").GetInt32().ShouldBe(3);
        listed.GetProperty("limits").EnumerateArray().Select(use => $"{use.GetProperty("limit")} {use.GetProperty("subject")} {use.GetProperty("unit")} {use.GetProperty("used")}/{use.GetProperty("size")} {use.GetProperty("resets_in_seconds")}")
            .ShouldBe(["narrow default/alice requests_per_minute 1/2 61", "wide  requests_per_minute 1/100 61", "narrow default/alice concurrency 0/5 0"]);
        (await scene.AdminAsync("GET", "limits?limit=wide")).Json.GetProperty("count").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_sees_it_without_the_admin_key()
    {
        await using var scene = await Scene.StartAsync(AdminScene.With());

        (await scene.AdminAsync("GET", "limits", key: null)).Status.ShouldBe(401);
    }
}
