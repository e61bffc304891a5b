using Weir.Gateway.Faults;
using Weir.Gateway.Tests.Faults;
using Weir.Testing;

namespace Weir.Gateway.Tests.Admin;

/// <summary>Faults by the admin API: started, shown, stopped, and over by themselves.</summary>
[Trait("Category", "Slow")]
public sealed class FaultsEndpointTests
{
    private const string Outage = """{"deployments":["big"],"kind":"status","code":400,"allow_total":true}""";

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_fault_breaks_calls_from_its_start_and_no_longer_than_a_quarter_of_an_hour()
    {
        await using var scene = await Scene.StartAsync(AdminScene.With(), _clock);
        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);

        var started = await scene.AdminAsync("PUT", "faults/outage", Outage);

        started.Status.ShouldBe(200, started.Body);
        started.Json.GetProperty("ends_at").GetString().ShouldBe("2026-08-22T12:15:00Z");
        (await scene.ChatAsync(Scene.Hello)).Headers["x-weir-fault"].ShouldBe("outage");
        var shown = (await scene.AdminAsync("GET", "faults/outage")).Json;
        (shown.GetProperty("state").GetString(), shown.GetProperty("origin").GetString(), shown.GetProperty("injected").GetInt64()).ShouldBe(("active", "admin", 1));

        _clock.Advance(TimeSpan.FromMinutes(15));

        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);
        (await scene.AdminAsync("GET", "faults")).Body.ShouldBe("""{"faults":[]}""");
    }

    [Fact]
    public async Task A_fault_that_is_stopped_is_over_at_once_and_who_did_it_is_in_the_log()
    {
        using var log = new LogCapture();
        await using var scene = await Scene.StartAsync(AdminScene.With(), _clock, logging: log.Attach);
        await scene.AdminAsync("PUT", "faults/a/b", Outage);

        (await scene.AdminAsync("DELETE", "faults/a/b")).Json.GetProperty("state").GetString().ShouldBe("stopped");

        (await scene.ChatAsync(Scene.Hello)).IsTouched().ShouldBeFalse();
        (await scene.AdminAsync("DELETE", "faults/a/b")).ShouldBeRefused(404, "fault_not_found");
        log.Lines.ShouldContain(line => line.Contains("at 127.0.0.1 started the fault a/b on big", StringComparison.Ordinal) && line.Contains("admin_", StringComparison.Ordinal));
        log.Lines.ShouldContain(line => line.Contains("at 127.0.0.1 stopped the fault a/b", StringComparison.Ordinal));
        string.Join('\n', log.Lines).ShouldNotContain(AdminScene.Key);
    }

    [Fact]
    public async Task A_fault_of_that_name_is_replaced()
    {
        await using var scene = await Scene.StartAsync(AdminScene.With(), _clock);
        await scene.AdminAsync("PUT", "faults/outage", Outage);

        await scene.AdminAsync("PUT", "faults/outage", Outage.Replace("400", "404", StringComparison.Ordinal));

        (await scene.ChatAsync(Scene.Hello)).Body.ShouldContain("answers with status 404");
        (await scene.AdminAsync("GET", "faults")).Json.GetProperty("faults").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_reload_leaves_it_alone_and_ends_those_of_the_configuration_that_are_gone()
    {
        await using var scene = await Scene.StartAsync(AdminScene.With("faults: { mine: { deployments: [big], kind: delay, for: 1h } }"), _clock);
        await scene.AdminAsync("PUT", "faults/outage", Outage);

        (await scene.ReloadAsync(AdminScene.With())).ShouldBeTrue();

        (await scene.AdminAsync("GET", "faults")).Json.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("name").GetString()).ShouldBe(["outage"]);
        (await scene.ChatAsync(Scene.Hello)).IsTouched().ShouldBeTrue();
    }

    [Fact]
    public async Task One_of_the_configuration_can_be_stopped_until_its_entry_changes_but_not_replaced()
    {
        var fault = "faults: { mine: { deployments: [big], kind: status, code: 400, allow_total: true, for: 1h } }\n";
        await using var scene = await Scene.StartAsync(AdminScene.With(fault), _clock);
        (await scene.AdminAsync("PUT", "faults/mine", Outage)).ShouldBeRefused(409, "fault_is_configured");

        (await scene.AdminAsync("DELETE", "faults/mine")).Status.ShouldBe(200);

        (await scene.ReloadAsync(AdminScene.With(fault + "limits: { calls_in_flight: 77 }"))).ShouldBeTrue();
        (await scene.ChatAsync(Scene.Hello)).IsTouched().ShouldBeFalse();
        (await scene.ReloadAsync(AdminScene.With(fault.Replace("1h", "2h", StringComparison.Ordinal)))).ShouldBeTrue();
        (await scene.ChatAsync(Scene.Hello)).IsTouched().ShouldBeTrue();
    }

    [Fact]
    public async Task Models_that_would_have_no_deployment_left_are_named_and_spared()
    {
        using var log = new LogCapture();
        await using var scene = await Scene.StartAsync(AdminScene.With(), _clock, logging: log.Attach);

        var started = await scene.AdminAsync("PUT", "faults/outage", """{"provider":"up","kind":"reset"}""");

        started.Json.GetProperty("spared_models").EnumerateArray().Single().GetString().ShouldBe("asked-model");
        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);
        log.Lines.ShouldContain(line => line.Contains(" 2803 ", StringComparison.Ordinal) && line.Contains("asked-model", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("outage", "{", "body:")]
    [InlineData("outage", "[]", "a list stands where a map or list belongs")]
    [InlineData("outage", "", "neither deployments nor provider is given")]
    [InlineData("outage", """{"deployments":["big"]}""", "the key \"kind\" is missing")]
    [InlineData("outage", """{"deployments":["bigg"],"kind":"reset"}""", "there is no deployment \"bigg\". Did you mean \"big\"?")]
    [InlineData("outage", """{"deployments":["big"],"kind":"reset","percent":101}""", "percent: 101 is out of range")]
    [InlineData("outage", """{"deployments":["big"],"kind":"reset","prcent":1}""", "unknown key \"prcent\". Did you mean \"percent\"?")]
    [InlineData("outage", """{"deployments":["big"],"kind":"reset","for":"25h"}""", "it has to end within 24 hours")]
    [InlineData("outage", """{"deployments":["big"],"kind":"reset","until":"2026-08-22T11:00:00Z"}""", "it has to end within 24 hours")]
    [InlineData("outage", """{"deployments":["big"],"kind":"${UPSTREAM_KEY}"}""", "the environment variable UPSTREAM_KEY is not set")]
    [InlineData("-outage", """{"deployments":["big"],"kind":"reset"}""", "cannot be a fault's name")]
    public async Task What_is_wrong_with_a_fault_is_said_as_of_the_configuration(string name, string body, string mistake)
    {
        await using var scene = await Scene.StartAsync(AdminScene.With(), _clock);

        var answer = await scene.AdminAsync("PUT", "faults/" + name, body);

        answer.ShouldBeRefused(400, "invalid_fault").ShouldContain(mistake);
        answer.Body.ShouldNotContain(Scene.UpstreamKey);
        scene.Part<FaultBoard>().All.ShouldBeEmpty();
    }

    [Fact]
    public async Task There_is_an_end_to_the_size_and_the_number_of_faults()
    {
        await using var scene = await Scene.StartAsync(AdminScene.With(), _clock);
        (await scene.AdminAsync("PUT", "faults/large", new string(' ', 70_000))).ShouldBeRefused(413, "request_too_large");

        for (var i = 0; i < FaultBoard.Most; i++) (await scene.AdminAsync("PUT", $"faults/f{i}", Outage)).Status.ShouldBe(200);

        (await scene.AdminAsync("PUT", "faults/more", Outage)).ShouldBeRefused(409, "too_many_faults");
        (await scene.AdminAsync("PUT", "faults/f0", Outage)).Status.ShouldBe(200);
    }
}
