using System.Text.Json;
using Weir.Gateway.Audit;
using Weir.Gateway.Identity;
using Weir.Gateway.Tests.Admin;
using Weir.Gateway.Tests.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Anomalies;

/// <summary>Unusual spending, from the sums of costs to the people who are told.</summary>
public class AnomalyWatchTests(Engine engine = Engine.Sqlite)
{
    [StoreFact]
    public async Task A_runaway_is_noticed_within_the_hour_told_once_and_explained()
    {
        await using var given = await SpendScene.StartAsync(engine: engine);
        given.SpendAsUsual();
        await given.LookAsync();
        given.Found.ShouldBeEmpty();

        given.Spend(SpendScene.ThisHour, 31.50, tokens: 4_000_000, model: "dear-model");
        await given.LookAsync();
        await given.LookAsync();

        given.Found.Select(anomaly => anomaly.Dimension).ShouldBe(["tenant", "key"], ignoreOrder: true);
        var found = given.Found.Single(anomaly => anomaly.Dimension == "key");
        (found.Value, found.Key, found.Model, found.Action, found.Until).ShouldBe(("key_a", "key_a", "dear-model", "notify", null));
        found.Change.Spent.ShouldBe(31.50m);
        (found.Change.Volume + found.Change.Mix + found.Change.Price).ShouldBe(found.Change.Spent - found.Change.Usual);
        var shown = JsonDocument.Parse((await given.Scene.AdminAsync("GET", $"anomalies/{found.Id}")).Body).RootElement;
        shown.GetProperty("spent").GetDecimal().ShouldBe(31.50m);
        JsonDocument.Parse((await given.Scene.AdminAsync("GET", "anomalies?open=true")).Body).RootElement.GetProperty("anomalies").GetArrayLength().ShouldBe(2);
        (await given.Scene.AdminAsync("GET", "anomalies/an_0")).ShouldBeRefused(404, "anomaly_not_found");
        await Scene.UntilAsync(() => given.Told.Count > 0, "somebody is told");
        var told = JsonDocument.Parse(given.Told.ShouldHaveSingleItem().Body).RootElement;
        told.GetProperty("title").GetString().ShouldNotBeNull().ShouldStartWith("The key key_a spends 7.");
        told.GetProperty("facts").EnumerateArray().ShouldContain(fact => fact.GetProperty("name").GetString() == "also" && fact.GetProperty("value").GetString() == "tenant acme");
    }

    [StoreFact]
    public async Task What_is_usual_again_is_over()
    {
        await using var given = await SpendScene.StartAsync(engine: engine);
        given.SpendAsUsual();
        given.Spend(SpendScene.ThisHour, 40);
        await given.LookAsync();
        given.Found.ShouldAllBe(anomaly => anomaly.Until == null);

        for (var hour = 1; hour <= 3; hour++)
        {
            given.Spend(SpendScene.ThisHour + hour, 4);
            await given.NextHourAsync();
        }

        given.Found.Count.ShouldBe(2);
        given.Found.ShouldAllBe(anomaly => anomaly.Until != null);
    }

    [StoreFact]
    public async Task A_new_key_that_spends_a_fortune_on_its_first_day_is_found_and_one_that_begins_modestly_is_not()
    {
        await using var given = await SpendScene.StartAsync(engine: engine);
        given.Spend(SpendScene.ThisHour, 25, key: "key_wild", tenant: "globex");
        given.Spend(SpendScene.ThisHour, 12, key: "key_calm", tenant: "acme");

        await given.LookAsync();

        given.Found.Select(anomaly => anomaly.Value).ShouldBe(["globex", "key_wild"], ignoreOrder: true);
        given.Found.ShouldAllBe(anomaly => anomaly.Reason == "peak");
    }

    [StoreFact]
    public async Task A_user_is_found_among_others_of_the_same_key()
    {
        await using var given = await SpendScene.StartAsync("{ new_floor: 5 }", engine);
        given.SpendAsUsual();
        given.Spend(SpendScene.ThisHour, 5.5, user: "ada@example.com");

        await given.LookAsync();

        var found = given.Found.ShouldHaveSingleItem();
        (found.Dimension, found.Tenant, found.Value).ShouldBe(("user", "acme", "ada@example.com"));
    }

    [StoreFact]
    public async Task Below_the_floor_nothing_is_unusual()
    {
        await using var given = await SpendScene.StartAsync("{ floor: 50, new_floor: 50 }", engine);
        given.SpendAsUsual();
        given.Spend(SpendScene.ThisHour, 49);

        await given.LookAsync();

        given.Found.ShouldBeEmpty();
    }

    [StoreFact]
    public async Task After_a_restart_what_was_told_is_not_told_again_and_does_not_count_as_usual()
    {
        await using var given = await SpendScene.StartAsync(engine: engine);
        given.SpendAsUsual();
        given.Spend(SpendScene.ThisHour, 40);
        await given.LookAsync();
        await Scene.UntilAsync(() => given.Told.Count == 1, "somebody is told");

        // A change of what counts as unusual has all of it worked out anew, as a restart does.
        (await given.Scene.ReloadAsync(SpendScene.Configuration("{ subjects: 500 }"))).ShouldBeTrue();
        given.Spend(SpendScene.ThisHour + 1, 42);
        await given.NextHourAsync();

        given.Found.Count.ShouldBe(2);
        given.Told.Count.ShouldBe(1);
    }

    [StoreTheory]
    [InlineData("pause", 403, "calls_paused")]
    [InlineData("throttle", 429, "calls_throttled")]
    public async Task Where_the_operator_wants_it_the_key_is_held_back_until_it_may_go_on(string action, int status, string code)
    {
        await using var given = await SpendScene.StartAsync($"{{ action: {action}, for: 30m, calls_per_minute: 1 }}", engine);
        var key = given.Scene.CreateKey("runaway", "acme");
        using var client = given.Scene.ClientWith(key.Plaintext);
        given.Spend(SpendScene.ThisHour, 90, key: key.Key.Id);
        await given.LookAsync();
        await LookedAsync(given);

        (await CallAsync(client)).Status.ShouldBe(action == "throttle" ? 200 : status);
        var refused = await CallAsync(client);
        (refused.Status, refused.Error("code")).ShouldBe((status, code));
        refused.Error("message").ShouldNotBeNull().ShouldContain("until 2026-11-18 15:00 UTC: it spends far more than usual (an_");
        refused.Headers.ContainsKey("retry-after").ShouldBe(action == "throttle");
        given.Scene.Upstream.Seen.Count(request => request.Path.EndsWith("completions", StringComparison.Ordinal)).ShouldBe(action == "throttle" ? 1 : 0);

        var held = JsonDocument.Parse((await given.Scene.AdminAsync("GET", "holds")).Body).RootElement.GetProperty("holds")[0];
        held.GetProperty("key_id").GetString().ShouldBe(key.Key.Id);
        (await given.Scene.AdminAsync("DELETE", "holds/runaway")).Status.ShouldBe(200);
        (await given.Scene.AdminAsync("DELETE", "holds/runaway")).ShouldBeRefused(404, "hold_not_found");
        given.Scene.Part<AuditLog>().Newest(new AuditFilter(key.Key.Id, null, null), 10).Select(entry => entry.Action).ShouldBe([$"key.{action}", "key.resume"]);
        await LookedAsync(given);
        (await CallAsync(client)).Status.ShouldBe(200);
    }

    [StoreFact]
    public async Task A_hold_ends_by_itself()
    {
        await using var given = await SpendScene.StartAsync("{ action: pause, for: 30m }", engine);
        var key = given.Scene.CreateKey("runaway", "acme");
        using var client = given.Scene.ClientWith(key.Plaintext);
        given.Spend(SpendScene.ThisHour, 90, key: key.Key.Id);
        await given.LookAsync();
        await LookedAsync(given);
        (await CallAsync(client)).Status.ShouldBe(403);

        given.Clock.Advance(TimeSpan.FromMinutes(30));

        (await CallAsync(client)).Status.ShouldBe(200);
    }

    private static async Task<Answer> CallAsync(HttpClient client)
    {
        using var response = await client.SendAsync(Scene.Request("/v1/chat/completions", Scene.Hello));
        return await Scene.AnswerAsync(response);
    }

    /// <summary>Has the gateway look for changes of keys, as it does once a second.</summary>
    private static async Task LookedAsync(SpendScene given)
    {
        var looked = given.Scene.Part<KeyRing>().NextLookAsync();
        given.Clock.Advance(TimeSpan.FromSeconds(1));
        await looked;
    }
}
