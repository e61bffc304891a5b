using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>What people say to a model, and every secret, stays out of the log.</summary>
public sealed class SecrecyTests
{
    private const string Marker = "zanzibar-7731";

    [Trait("Category", "Slow")]
    [Fact]
    public async Task No_content_and_no_secret_is_ever_logged()
    {
        var log = new LogCapture();
        string[] secrets;
        await using (var scene = await Scene.StartAsync(logging: log.Attach))
        {
            var made = scene.CreateKey("made");
            secrets = [Marker, Scene.UpstreamKey, scene.Key, made.Plaintext];
            await CallInEveryWayAsync(scene, made.Plaintext);
            await scene.ReloadAsync("providers: { up: { api_key: \"" + Scene.UpstreamKey + "\" ");
            await scene.ReloadAsync(Scene.With("limits: { calls_in_flight: 7 }"));
            using (scene.HoldLedger()) await scene.ChatAsync(Question());
            await scene.Gateway.DrainAsync();
        }

        log.Lines.Count.ShouldBeGreaterThan(5);
        foreach (var secret in secrets) log.Lines.Where(line => line.Contains(secret, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Faults_of_every_kind_log_no_content()
    {
        var log = new LogCapture();
        await using (var scene = await Scene.StartSimulatedAsync("timeouts: { first_byte: 300ms, idle: 300ms }", log.Attach))
        {
            foreach (var fault in FaultTests.Forms)
                foreach (var streamed in (string[])["false", "true"])
                    await FaultTests.CallAsync(scene, $$"""{"model":"sim","stream":{{streamed}},"messages":[{"role":"user","content":"repeat exactly: {{Marker}}"}]}""", fault);
        }

        log.Lines.Where(line => line.Contains(Marker, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }

    private static async Task CallInEveryWayAsync(Scene scene, string madeKey)
    {
        var behaviours = new Func<Microsoft.AspNetCore.Http.HttpContext, UpstreamRequest, Task>[]
        {
            (http, _) => JsonAsync(http, 200, "{\"choices\":[{\"message\":{\"content\":\"" + Marker + "\"}}]}"),
            (http, request) => EventsAsync(http, Chunk($$"""{"content":"{{Marker}}"}"""), WholeStream(request)),
            (http, _) => EventsAsync(http, Chunk($$"""{"content":"{{Marker}}"}"""), $"data: {Marker}\n\n"),
            (http, _) => EventsAsync(http, Chunk($$"""{"content":"{{Marker}}"}""")),
            (http, _) => JsonAsync(http, 200, Marker),
            (http, _) => JsonAsync(http, 400, "{\"error\":{\"message\":\"" + Marker + Scene.UpstreamKey + "\"}}"),
            (http, _) => JsonAsync(http, 401, Marker + Scene.UpstreamKey),
            (_, _) => throw new IOException(Marker),
        };
        foreach (var behaviour in behaviours)
        {
            scene.Upstream.Behaviour = behaviour;
            await scene.BrokenChatAsync(Question());
            await scene.BrokenChatAsync(Question(streamed: true));
            await IdentityTests.SendAsync(scene, madeKey, [("x-weir-user", Marker), ("x-weir-tags", Marker), ("x-pass-it", Marker), ("cookie", Marker)], Question());
        }

        foreach (var body in (string[])[Marker, "{\"model\":\"" + Marker + "\"}", "{\"model\":\"asked-model\",\"" + Marker + "\":", "{\"" + Marker + "\\ud800\":1}"]) await scene.ChatAsync(body);
        await IdentityTests.SendAsync(scene, Marker);
        await IdentityTests.SendAsync(scene, Scene.UpstreamKey);
        using var raw = await scene.RawAsync();
        await raw.SendAsync(RawClient.ChatHead(scene.Key, "Content-Length: 500\r\n") + Marker);
        raw.Reset();
        await Scene.UntilAsync(() => scene.InFlight == 0, "all have left");
    }

    private static string Question(bool streamed = false) =>
        $$"""{"model":"asked-model","user":"{{Marker}}","stream":{{(streamed ? "true" : "false")}},"messages":[{"role":"user","content":"{{Marker}}"}]}""";
}
