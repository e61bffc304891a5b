using System.Globalization;
using Weir.Gateway.Storage;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>What a key, a tenant and time may reach of stored responses.</summary>
public sealed class OwnResponsesTests
{
    private const string Two = """
        providers:
          up: { base_url: "{upstream}", apis: [responses], api_key: "${UPSTREAM_KEY}" }
        deployments:
          big: { provider: up, model: gpt-upstream, price: { input: 1, output: 10 } }
        models:
          asked-model: { route: [big] }
          small-model: { route: [big] }
        tenants: { default: {}, rival: {} }
        """;

    private const string Question = """{"model":"asked-model","input":"q"}""";

    [Fact]
    public async Task A_response_of_a_model_that_a_key_may_not_use_is_not_there_for_it()
    {
        await using var scene = await StartAsync();
        await scene.PostAsync("/v1/responses", Question);
        using var bound = scene.ClientWith(scene.CreateKey("bound", models: ["small-model"]).Plaintext);

        foreach (var (method, path) in (ReadOnlySpan<(HttpMethod, string)>)[(HttpMethod.Get, ""), (HttpMethod.Get, "/input_items"), (HttpMethod.Delete, ""), (HttpMethod.Post, "/cancel")])
            Post(bound, method, $"/v1/responses/resp_1{path}", null).ShouldBeError(404, "response_not_found", scene);
        Post(bound, HttpMethod.Post, "/v1/responses", """{"model":"small-model","input":"and?","previous_response_id":"resp_1"}""").ShouldBeError(404, "previous_response_not_found", scene);
        Post(bound, HttpMethod.Post, "/v1/responses", """{"model":"small-model","input":[{"type":"item_reference","id":"msg_1"}]}""").ShouldBeError(404, "item_not_found", scene);

        scene.Upstream.Seen.Count.ShouldBe(1);
        (await scene.GetAsync("/v1/responses/resp_1")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_conversation_that_such_a_model_has_taken_part_in_is_not_there_either()
    {
        await using var scene = await StartAsync();
        await scene.PostAsync("/v1/responses", Question);
        await scene.PostAsync("/v1/responses", """{"model":"small-model","input":"q","previous_response_id":"resp_1"}""");
        await scene.PostAsync("/v1/responses", """{"model":"small-model","input":"q"}""");
        using var bound = scene.ClientWith(scene.CreateKey("bound", models: ["small-model"]).Plaintext);

        Post(bound, HttpMethod.Get, "/v1/responses/resp_2/input_items", null).Status.ShouldBe(404);
        Post(bound, HttpMethod.Get, "/v1/responses/resp_2", null).Status.ShouldBe(404);
        Post(bound, HttpMethod.Get, "/v1/responses/resp_3", null).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_response_from_before_models_were_kept_is_there_for_keys_that_may_use_all()
    {
        await using var scene = await StartAsync();
        await scene.PostAsync("/v1/responses", Question);
        Execute(scene, "UPDATE responses SET models = NULL");
        using var bound = scene.ClientWith(scene.CreateKey("bound", models: ["asked-model", "small-model"]).Plaintext);

        Post(bound, HttpMethod.Get, "/v1/responses/resp_1", null).Status.ShouldBe(404);
        (await scene.GetAsync("/v1/responses/resp_1")).Status.ShouldBe(200);
        (await scene.PostAsync("/v1/responses", """{"model":"small-model","input":"q","previous_response_id":"resp_1"}""")).Status.ShouldBe(200);
        Post(bound, HttpMethod.Get, "/v1/responses/resp_2", null).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("""{"type":"item_reference","id":"msg_1"}""", "msg_1")]
    [InlineData("""{"id":"msg_1"}""", "msg_1")]
    [InlineData("""{"type":"image_generation_call","id":"msg_1"}""", "msg_1")]
    [InlineData("""{"type":"reasoning","id":"msg_1","summary":[]}""", "msg_1")]
    public async Task An_item_of_ones_own_response_can_be_referred_to_and_nobody_elses(string item, string id)
    {
        await using var scene = await StartAsync();
        await scene.PostAsync("/v1/responses", Question);
        using var rival = scene.ClientWith(scene.CreateKey("rival", tenant: "rival").Plaintext);
        var body = $$"""{"model":"asked-model","input":[{{item}},{"role":"user","content":"and?"}]}""";

        Post(rival, HttpMethod.Post, "/v1/responses", body).ShouldBeError(404, "item_not_found", scene).ShouldContain(id);
        (await scene.PostAsync("/v1/responses", body)).Status.ShouldBe(200);
        using (await scene.Client.DeleteAsync("/v1/responses/resp_1"))
        {
        }
        (await scene.PostAsync("/v1/responses", body)).ShouldBeError(404, "item_not_found", scene);

        scene.Upstream.Seen.Count(seen => seen.Body.Contains("gpt-upstream", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task In_the_tenants_own_account_items_are_refused_that_are_known_to_be_another_models()
    {
        await using var scene = await StartAsync(configuration: Two.Replace("base_url:", "account_of: [default], base_url:", StringComparison.Ordinal));
        await scene.PostAsync("/v1/responses", Question);
        using var bound = scene.ClientWith(scene.CreateKey("bound", models: ["small-model"]).Plaintext);

        Post(bound, HttpMethod.Post, "/v1/responses", """{"model":"small-model","input":[{"type":"item_reference","id":"msg_1"}]}""").ShouldBeError(404, "item_not_found", scene);
        Post(bound, HttpMethod.Post, "/v1/responses", """{"model":"small-model","input":[{"type":"item_reference","id":"msg_of_yesterday"}]}""").Status.ShouldBe(200);
        (await scene.PostAsync("/v1/responses", """{"model":"small-model","input":[{"type":"item_reference","id":"msg_1"}]}""")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_background_responses_items_are_known_once_it_has_them()
    {
        await using var scene = await Scene.StartAsync(Two);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, """{"id":"resp_1","object":"response","status":"queued","output":[]}""");
        await scene.PostAsync("/v1/responses", """{"model":"asked-model","input":"q","background":true}""");
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, Response(1));
        const string reference = """{"model":"asked-model","input":[{"type":"item_reference","id":"msg_1"}]}""";

        (await scene.PostAsync("/v1/responses", reference)).Status.ShouldBe(404);
        (await scene.GetAsync("/v1/responses/resp_1")).Body.ShouldContain("completed");

        (await scene.PostAsync("/v1/responses", reference)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_conversation_that_its_provider_has_goes_on_however_long_it_is()
    {
        await using var scene = await StartAsync();
        await scene.PostAsync("/v1/responses", Question);
        Execute(scene, """
            WITH RECURSIVE turns (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM turns WHERE n < 1200)
            INSERT INTO responses (id, tenant, created_at, expires_at, previous_id, deployment, input, body, models)
            SELECT 'turn_' || n, tenant, created_at, expires_at, CASE n WHEN 2 THEN 'resp_1' ELSE 'turn_' || (n - 1) END, deployment, input, body, models FROM turns, responses WHERE id = 'resp_1'
            """);

        (await scene.PostAsync("/v1/responses", """{"model":"asked-model","input":"and?","previous_response_id":"turn_1200"}""")).Status.ShouldBe(200);

        scene.Upstream.Seen[^1].Body.ShouldBe("""{"model":"gpt-upstream","input":"and?","previous_response_id":"turn_1200"}""");
        (await scene.ReloadAsync(Two.Replace("apis: [responses]", "apis: [chat]", StringComparison.Ordinal).Replace("big", "other", StringComparison.Ordinal))).ShouldBeTrue();
        (await scene.PostAsync("/v1/responses", """{"model":"asked-model","input":"and?","previous_response_id":"turn_1200"}""")).ShouldBeError(400, "conversation_too_long", scene);
    }

    [Fact]
    public async Task A_conversation_whose_beginning_is_forgotten_goes_on_where_its_provider_has_it_and_nowhere_else()
    {
        var time = new FakeTimeProvider();
        await using var scene = await StartAsync("\nresponses: { retention: 1h }", time);
        await scene.PostAsync("/v1/responses", Question);
        time.Advance(TimeSpan.FromMinutes(40));
        await scene.PostAsync("/v1/responses", """{"model":"asked-model","input":"q","previous_response_id":"resp_1"}""");
        time.Advance(TimeSpan.FromMinutes(40));
        const string goesOn = """{"model":"asked-model","input":"and?","previous_response_id":"resp_2"}""";

        (await scene.PostAsync("/v1/responses", goesOn)).Status.ShouldBe(200);
        (await scene.GetAsync("/v1/responses/resp_2/input_items")).ShouldBeError(404, "previous_response_not_found", scene).ShouldContain("'resp_1'");
        (await scene.ReloadAsync(Two.Replace("apis: [responses]", "apis: [chat]", StringComparison.Ordinal).Replace("big", "other", StringComparison.Ordinal))).ShouldBeTrue();

        (await scene.PostAsync("/v1/responses", goesOn)).ShouldBeError(404, "previous_response_not_found", scene).ShouldContain("'resp_1', which was deleted or is over its time");
    }

    private static async Task<Scene> StartAsync(string more = "", TimeProvider? time = null, string configuration = Two)
    {
        var scene = await Scene.StartAsync(configuration + more, time);
        var number = 0;
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, Response(http.Request.Method == "POST" ? ++number : number));
        return scene;
    }

    private static Weir.Testing.Answer Post(HttpClient client, HttpMethod method, string path, string? body)
    {
        using var request = body is null ? new HttpRequestMessage(method, path) : Scene.Request(path, body);
        using var response = client.Send(request);
        return Scene.AnswerAsync(response).GetAwaiter().GetResult();
    }

    private static void Execute(Scene scene, string sql)
    {
        using var session = scene.Part<Database>().Connect();
        session.Execute(sql);
    }

    private static string Response(int number) => string.Create(CultureInfo.InvariantCulture, $$$"""
        {"id":"resp_{{{number}}}","object":"response","status":"completed","model":"gpt-up","output":[{"type":"message","id":"msg_{{{number}}}","role":"assistant","status":"completed","content":[{"type":"output_text","text":"a","annotations":[]}]}],"usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}
        """);
}
