using System.Globalization;
using Weir.Gateway.Responses;
using Weir.Gateway.Storage;
using Weir.Gateway.Tests.Storage;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>No tenant fills the disk with stored responses.</summary>
public class ResponseQuotaTests(Engine engine = Engine.Sqlite)
{
    private const string Limited = """
        providers:
          up: { base_url: "{upstream}", apis: [responses], api_key: "${UPSTREAM_KEY}" }
        deployments:
          big: { provider: up, model: gpt-upstream, price: { input: 1, output: 10 } }
        models:
          asked-model: { route: [big] }
        tenants: { default: {}, rival: {} }
        responses: { tenant_bytes: 4KiB, retention: 1h }
        """;

    private static readonly string Long = $$"""{"model":"asked-model","input":[{"role":"user","content":"{{new string('x', 3000)}}"}]}""";

    [StoreFact]
    public async Task A_tenant_that_holds_as_much_as_it_may_is_told_so_before_anything_is_sent()
    {
        await using var scene = await StartAsync();
        await PostAsync(scene, 2);
        using var rival = scene.ClientWith(scene.CreateKey("rival", tenant: "rival").Plaintext);

        var message = (await scene.PostAsync("/v1/responses", Long)).ShouldBeError(400, "stored_responses_full", scene);

        message.ShouldContain("may have 4,096");
        message.ShouldContain(Held(scene).ToString("N0", CultureInfo.InvariantCulture));
        message.ShouldContain("store: false");
        scene.Upstream.Seen.Count.ShouldBe(2);
        (await scene.PostAsync("/v1/responses", """{"model":"asked-model","input":"x","store":false}""")).Status.ShouldBe(200);
        using var other = await rival.SendAsync(Scene.Request("/v1/responses", Long));
        ((int)other.StatusCode).ShouldBe(200);
        (await scene.GetAsync("/metrics")).Body.ShouldContain($"weir_responses_stored_bytes{{tenant=\"default\"}} {Held(scene)}\n");
    }

    [StoreFact]
    public async Task What_is_deleted_makes_room()
    {
        await using var scene = await StartAsync();
        await PostAsync(scene, 2);
        (await scene.PostAsync("/v1/responses", Long)).Status.ShouldBe(400);

        (await scene.Client.DeleteAsync("/v1/responses/resp_1")).Dispose();

        (await scene.PostAsync("/v1/responses", Long)).Status.ShouldBe(200);
    }

    [StoreFact]
    public async Task What_is_over_its_time_makes_room_once_it_is_purged()
    {
        var time = new FakeTimeProvider();
        await using var scene = await StartAsync(time);
        await PostAsync(scene, 2);
        time.Advance(TimeSpan.FromMinutes(61));
        await scene.Part<ResponseStore>().PurgeAsync();

        Held(scene).ShouldBe(0);
        (await scene.PostAsync("/v1/responses", Long)).Status.ShouldBe(200);
    }

    [StoreFact]
    public async Task A_response_that_takes_anothers_place_counts_once()
    {
        await using var scene = await StartAsync();
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, Response(1));
        await PostAsync(scene, 1);
        var once = Held(scene);

        for (var i = 0; i < 5; i++) await PostAsync(scene, 1);

        Held(scene).ShouldBe(once);
    }

    [StoreFact]
    public async Task The_count_is_what_lies_there_whatever_happened()
    {
        const int seed = 4;
        var random = new Random(seed);
        await using var scene = await StartAsync(configuration: Limited.Replace("4KiB", "1GiB", StringComparison.Ordinal));
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, Response(random.Next(1, 6), new string('y', random.Next(1, 500))));
        var store = scene.Part<ResponseStore>();
        for (var i = 0; i < 60; i++)
        {
            var id = $"resp_{random.Next(1, 6)}";
            switch (random.Next(3))
            {
                case 0:
                    await store.DeleteAsync(id, "default");
                    break;
                case 1 when await store.FindAsync(id, "default") is { } found:
                    await store.UpdateAsync(found with { Body = System.Text.Encoding.UTF8.GetBytes(Response(9, new string('z', random.Next(1, 900)))) });
                    break;
                default:
                    await PostAsync(scene, 1);
                    break;
            }
            Held(scene).ShouldBe(Lying(scene), $"seed {seed}, step {i}");
        }
        // As after a restart.
        new ResponseQuota(new ResponseStore(scene.Part<Database>(), TimeProvider.System)).Read().Sum(held => held.Value).ShouldBe(Lying(scene));
    }

    private async Task<Scene> StartAsync(TimeProvider? time = null, string configuration = Limited)
    {
        var scene = await Scene.StartAsync(configuration, time, engine: engine);
        var number = 0;
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, http.Request.Method == "POST" ? Response(++number) : "{}");
        return scene;
    }

    private static async Task PostAsync(Scene scene, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var answer = await scene.PostAsync("/v1/responses", Long);
            answer.Status.ShouldBe(200, answer.Body);
        }
    }

    private static long Held(Scene scene) => scene.Part<ResponseQuota>().Read().Where(held => held.Key == "default").Sum(held => held.Value);

    private static long Lying(Scene scene)
    {
        using var session = scene.Part<Database>().Connect();
        using var read = session.Prepare("SELECT input, body FROM responses");
        var bytes = 0L;
        while (read.Read()) bytes += read.NextUtf8().Length + read.NextUtf8().Length;
        return bytes;
    }

    private static string Response(int number, string text = "é") => string.Create(CultureInfo.InvariantCulture, $$$"""
        {"id":"resp_{{{number}}}","object":"response","status":"completed","model":"gpt-up","output":[{"type":"message","id":"msg_{{{number}}}","role":"assistant","status":"completed","content":[{"type":"output_text","text":"{{{text}}}","annotations":[]}]}],"usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}
        """);
}
