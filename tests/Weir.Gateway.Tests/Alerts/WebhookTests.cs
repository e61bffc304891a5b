using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Weir.Gateway.Alerts;
using Weir.Testing;

namespace Weir.Gateway.Tests.Alerts;

/// <summary>Alerts that a running gateway posts to a real server.</summary>
public sealed class WebhookTests
{
    private const string Signed = "whsec_c2l4dGVlbiBieXRlcyBhbmQgYSBmZXcgbW9yZQ==";

    [Fact]
    public async Task An_alert_is_posted_as_it_is_and_signed_as_standard_webhooks_has_it()
    {
        await using var scene = await Scene.StartAsync(Scene.With($$"""
            alerts:
              ops: { webhook: "{upstream}/hook?room=1", secret: {{Signed}}, headers: { x-token: "t-123" } }
            """));

        scene.Part<IAlerts>().Raise(GivenAlerts.Alert());
        var post = await PostAsync(scene);

        post.Path.ShouldBe("/v1/hook?room=1");
        post.Headers["x-token"].ShouldBe("t-123");
        post.Headers["content-type"].ShouldBe("application/json");
        var body = JsonDocument.Parse(post.Body).RootElement;
        body.GetProperty("kind").GetString().ShouldBe("anomaly.cost");
        body.GetProperty("severity").GetString().ShouldBe("warning");
        body.GetProperty("title").GetString().ShouldBe("The key ci spends <3 times> as usual");
        body.GetProperty("at").GetDateTimeOffset().ShouldBe(GivenAlerts.At);
        body.GetProperty("facts")[0].GetProperty("value").GetString().ShouldBe("ci & co");
        // The receiver's side of the specification, written anew.
        var id = post.Headers["webhook-id"];
        id.ShouldBe(body.GetProperty("id").GetString());
        var mac = HMACSHA256.HashData("sixteen bytes and a few more"u8.ToArray(), Encoding.UTF8.GetBytes($"{id}.{post.Headers["webhook-timestamp"]}.{post.Body}"));
        post.Headers["webhook-signature"].ShouldBe("v1," + Convert.ToBase64String(mac));
    }

    [Fact]
    public async Task Slack_is_told_in_blocks_in_which_no_name_can_call_anybody()
    {
        await using var scene = await Scene.StartAsync(Scene.With("""alerts: { ops: { webhook: "{upstream}/hook", format: slack } }"""));

        scene.Part<IAlerts>().Raise(GivenAlerts.Alert() with { Text = "<!channel> spends & spends" });
        var body = JsonDocument.Parse((await PostAsync(scene)).Body).RootElement;

        var blocks = body.GetProperty("blocks");
        blocks[0].GetProperty("type").GetString().ShouldBe("header");
        blocks[0].GetProperty("text").GetProperty("type").GetString().ShouldBe("plain_text");
        blocks[1].GetProperty("text").GetProperty("text").GetString().ShouldBe("&lt;!channel&gt; spends &amp; spends");
        blocks[2].GetProperty("fields")[0].GetProperty("text").GetString().ShouldBe("*key*\nci &amp; co");
        body.GetProperty("text").GetString().ShouldNotBeNull().ShouldNotContain("<!");
    }

    [Fact]
    public async Task Each_target_gets_the_kinds_and_severities_that_it_wants_and_a_repetition_goes_to_none()
    {
        await using var scene = await Scene.StartAsync(Scene.With("""
            alerts:
              loops: { webhook: "{upstream}/loops", kinds: [loop] }
              grave: { webhook: "{upstream}/grave", min_severity: critical }
            """));
        var alerts = scene.Part<IAlerts>();

        alerts.Raise(GivenAlerts.Alert("one", AlertKinds.Loop));
        alerts.Raise(GivenAlerts.Alert("one", AlertKinds.Loop));
        alerts.Raise(GivenAlerts.Alert("two", AlertKinds.BudgetStep));
        alerts.Raise(GivenAlerts.Alert("three", AlertKinds.BudgetStep, AlertSeverity.Critical));
        alerts.Raise(GivenAlerts.Alert("four", AlertKinds.Loop, AlertSeverity.Critical));
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count >= 4, "four posts");

        scene.Upstream.Seen.GroupBy(post => post.Path).ToDictionary(posts => posts.Key, posts => posts.Count())
            .ShouldBe(new Dictionary<string, int> { ["/v1/loops"] = 2, ["/v1/grave"] = 2 }, ignoreOrder: true);
        await Scene.UntilAsync(() => scene.GetAsync("/metrics").Result.Body.Contains("""weir_alerts_total{kind="loop",target="loops",result="delivered"} 2"""), "the posts are counted");
        (await scene.GetAsync("/metrics")).Body.ShouldContain("""weir_alerts_total{kind="loop",result="repeated"} 1""");
    }

    [Fact]
    public async Task After_a_reload_alerts_go_where_the_new_configuration_says()
    {
        await using var scene = await Scene.StartAsync(Scene.With("""alerts: { ops: { webhook: "{upstream}/old" } }"""));
        scene.Part<IAlerts>().Raise(GivenAlerts.Alert("one"));
        (await PostAsync(scene)).Path.ShouldBe("/v1/old");

        (await scene.ReloadAsync(Scene.With("""alerts: { ops: { webhook: "{upstream}/new" } }"""))).ShouldBeTrue();
        scene.Part<IAlerts>().Raise(GivenAlerts.Alert("two"));

        (await PostAsync(scene, 2)).Path.ShouldBe("/v1/new");
    }

    [Fact]
    public async Task Nothing_of_an_alert_nor_its_address_is_logged()
    {
        using var log = new LogCapture();
        await using var scene = await Scene.StartAsync(Scene.With("""alerts: { ops: { webhook: "{upstream}/services/T0/B0/secret-room" } }"""), logging: log.Attach);
        scene.Upstream.Behaviour = static (http, _) => ScriptedUpstream.JsonAsync(http, 404, "{}");

        scene.Part<IAlerts>().Raise(GivenAlerts.Alert("user:ada@example.com"));
        await Scene.UntilAsync(() => log.Lines.Any(line => line.Contains("did not get to ops: the webhook answered with status 404", StringComparison.Ordinal)), "the failure is logged");

        scene.Upstream.Seen.Count.ShouldBe(1, "a refusal that lasts is not tried again");
        log.Lines.ShouldNotContain(line => line.Contains("secret-room") || line.Contains("ada@example.com") || line.Contains("12.50"));
    }

    private static async Task<UpstreamRequest> PostAsync(Scene scene, int number = 1)
    {
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count >= number, "the post arrives");
        return scene.Upstream.Seen[number - 1];
    }
}
