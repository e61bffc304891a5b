using Weir.Gateway.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Admin;

/// <summary>What was changed over the admin API, and elsewhere, is found there.</summary>
public sealed class AuditEndpointTests
{
    private const string Outage = """{"deployments":["big"],"kind":"status","code":503,"allow_total":true}""";

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_fault_that_was_started_and_stopped_is_there()
    {
        await using var scene = await Scene.StartAsync(AdminScene.With(), _clock);
        await scene.AdminAsync("PUT", "faults/outage", Outage);
        _clock.Advance(TimeSpan.FromMinutes(5));
        await scene.AdminAsync("DELETE", "faults/outage");
        await scene.AdminAsync("DELETE", "faults/unknown");

        var entries = (await scene.AdminAsync("GET", "audit?object=outage")).Json.GetProperty("entries").EnumerateArray().ToList();

        entries.Select(entry => entry.GetProperty("action").GetString()).ShouldBe(["fault.start", "fault.stop"]);
        entries[0].GetProperty("actor").GetString().ShouldNotBeNull().ShouldStartWith("admin_");
        (entries[0].GetProperty("at").GetString(), entries[1].GetProperty("at").GetString()).ShouldBe(("2026-08-22T12:00:00.000000Z", "2026-08-22T12:05:00.000000Z"));
        entries[0].GetProperty("details").GetString().ShouldBe("status on big");
        (await scene.AdminAsync("GET", "audit?since=1m&action=fault.")).Json.GetProperty("entries").GetArrayLength().ShouldBe(1);
        (await scene.AdminAsync("GET", "audit?object=unknown")).Body.ShouldBe("""{"entries":[]}""");
    }

    [Fact]
    public async Task A_key_that_was_made_beside_the_gateway_is_there()
    {
        await using var scene = await Scene.StartAsync(AdminScene.With(), _clock);
        scene.CreateKey("ci");

        (await scene.AdminAsync("GET", "audit?action=key.create&count=1")).Json.GetProperty("entries")[0].GetProperty("object").GetString().ShouldBe("ci");
    }

    [Theory]
    [InlineData("since=soon", "since")]
    [InlineData("since=99999999d", "since")]
    [InlineData("count=0", "count")]
    [InlineData("count=many", "count")]
    public async Task A_question_that_is_none_is_refused(string query, string parameter)
    {
        await using var scene = await Scene.StartAsync(AdminScene.With(), _clock);
        (await scene.AdminAsync("GET", "audit?" + query)).ShouldBeRefused(400, "invalid_query").ShouldContain($"'{parameter}'");
    }

    [Fact]
    public async Task A_fault_that_cannot_be_entered_is_not_started()
    {
        using var log = new LogCapture();
        await using var scene = await Scene.StartAsync(AdminScene.With(), _clock, logging: log.Attach);
        using (var session = scene.Part<Database>().Connect())
            session.Execute("CREATE TRIGGER full BEFORE INSERT ON audit_log BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");

        (await scene.AdminAsync("PUT", "faults/outage", Outage)).ShouldBeRefused(503, "audit_unavailable");

        (await scene.AdminAsync("GET", "faults/outage")).Status.ShouldBe(404);
        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);
        log.Lines.ShouldContain(line => line.Contains("could not be written", StringComparison.Ordinal));
    }
}
