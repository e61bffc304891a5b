using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>Tenants that share a provider's account do not reach what another has left in it.</summary>
[Trait("Category", "Slow")]
public sealed class SharedAccountTests
{
    private const string Tenants = "\ntenants: { default: {}, rival: {} }";
    private const string Chat = "/v1/chat/completions";
    private const string Generate = "/v1beta/models/asked-model:generateContent";

    private const string OpenAI = """
        server: { relay_to: big }
        providers:
          up: { base_url: "{upstream}", apis: [chat, responses], api_key: "${UPSTREAM_KEY}" }
        deployments:
          big: { provider: up, model: gpt-upstream, price: { input: 1, output: 10 } }
        models:
          asked-model: { route: [big] }
        """;

    private static readonly string Gemini = OpenAI.Replace("apis: [chat, responses]", "dialect: gemini", StringComparison.Ordinal).Replace("server: { relay_to: big }", "", StringComparison.Ordinal);
    private static readonly string Anthropic = Gemini.Replace("dialect: gemini", "dialect: anthropic", StringComparison.Ordinal);

    /// <summary>Every way in which a request can name what its provider keeps: the provider, the route, the body, what is at fault.</summary>
    public static TheoryData<string, string, string, string> Ways => new()
    {
        { nameof(OpenAI), Chat, """{"model":"asked-model","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}]}""", "messages[0].content[0].file.file_id" },
        { nameof(OpenAI), Chat, """{"model":"asked-model","messages":[{"role":"assistant","audio":{"id":"audio_1"}}]}""", "messages[0].audio.id" },
        { nameof(OpenAI), "/v1/responses", """{"model":"asked-model","conversation":"conv_1","input":"what did they say?"}""", "conversation" },
        { nameof(OpenAI), "/v1/responses", """{"model":"asked-model","prompt":{"id":"pmpt_1"}}""", "prompt" },
        { nameof(OpenAI), "/v1/responses", """{"model":"asked-model","input":[{"role":"user","content":[{"type":"input_file","file_id":"file-1"}]}]}""", "input[0].content[0].file_id" },
        { nameof(OpenAI), "/v1/responses", """{"model":"asked-model","input":[{"role":"user","content":[{"type":"input_image","file\u005fid":"file-1"}]}]}""", "input[0].content[0].file_id" },
        { nameof(OpenAI), "/v1/responses", """{"model":"asked-model","input":"x","tools":[{"type":"file_search","vector_store_ids":["vs_1"]}]}""", "tools[0].vector_store_ids" },
        { nameof(OpenAI), "/v1/responses", """{"model":"asked-model","input":"x","tools":[{"type":"code_interpreter","container":"cntr_1"}]}""", "tools[0].container" },
        { nameof(OpenAI), "/v1/responses", """{"model":"asked-model","input":"x","tools":[{"type":"code_interpreter","container":{"type":"auto","file_ids":["file-1"]}}]}""", "tools[0].container.file_ids" },
        { nameof(OpenAI), "/v1/responses/input_tokens", """{"model":"asked-model","conversation":"conv_1"}""", "conversation" },
        { nameof(OpenAI), "/v1/images/edits", """{"model":"asked-model","prompt":"x","images":[{"file_id":"file-1"}]}""", "images[0].file_id" },
        { nameof(OpenAI), "/v1/audio/speech", """{"model":"asked-model","input":"x","voice":{"id":"voice_1"}}""", "voice.id" },
        { nameof(Anthropic), "/v1/messages", """{"model":"asked-model","max_tokens":9,"messages":[{"role":"user","content":[{"type":"document","source":{"type":"file","file_id":"file_1"}}]}]}""", "messages[0].content[0].source.file_id" },
        { nameof(Anthropic), "/v1/messages", """{"model":"asked-model","max_tokens":9,"container":"container_1","messages":[{"role":"user","content":"x"}]}""", "container" },
        { nameof(Anthropic), "/v1/messages", """{"model":"asked-model","max_tokens":9,"container":{"skills":[{"type":"custom","skill_id":"skill_1"}]},"messages":[{"role":"user","content":"x"}]}""", "container.skills[0].skill_id" },
        { nameof(Anthropic), "/v1/messages/count_tokens", """{"model":"asked-model","messages":[{"role":"user","content":[{"type":"image","source":{"type":"file","file_id":"file_1"}}]}]}""", "messages[0].content[0].source.file_id" },
        { nameof(Gemini), Generate, """{"cachedContent":"cachedContents/1","contents":[{"role":"user","parts":[{"text":"x"}]}]}""", "cachedContent" },
        { nameof(Gemini), Generate, """{"contents":[{"role":"user","parts":[{"fileData":{"mimeType":"text/plain","fileUri":"https://generativelanguage.googleapis.com/v1beta/files/1"}}]}]}""", "contents[0].parts[0].fileData.fileUri" },
        { nameof(Gemini), "/v1beta/models/asked-model:countTokens", """{"generateContentRequest":{"cachedContent":"cachedContents/1"}}""", "generateContentRequest.cachedContent" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_another_tenant_may_have_left_there_cannot_be_named(string provider, string path, string body, string named)
    {
        await using var scene = await Scene.StartAsync(Of(provider) + Tenants);

        var answer = await scene.PostAsync(path, body);

        answer.Status.ShouldBe(400, answer.Body);
        answer.Body.ShouldContain($"'{named}'");
        answer.Body.ShouldContain("providers.up.account_of");
        scene.Upstream.Seen.ShouldBeEmpty();
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Rejected, 400, "shared_account");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Its_owner_names_it_as_it_likes_and_nobody_else_does(string provider, string path, string body, string named)
    {
        await using var scene = await Scene.StartAsync(Of(provider).Replace("base_url:", "account_of: [rival], base_url:", StringComparison.Ordinal) + Tenants);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, "{}");
        using var rival = scene.ClientWith(scene.CreateKey("rival", tenant: "rival").Plaintext);

        (await scene.PostAsync(path, body)).Body.ShouldContain($"'{named}'");
        scene.Upstream.Seen.ShouldBeEmpty();
        using var response = await rival.SendAsync(Scene.Request(path, body));
        // As it was written, but for the model's name.
        scene.Upstream.Seen.ShouldHaveSingleItem().Body.ShouldBe(Renamed(provider, body));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_gateway_with_one_tenant_is_not_bothered(string provider, string path, string body, string named)
    {
        await using var scene = await Scene.StartAsync(Of(provider));
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, "{}");

        await scene.PostAsync(path, body);

        scene.Upstream.Seen.Count.ShouldBe(1, named);
    }

    [Fact]
    public async Task Where_one_tenant_is_declared_the_key_of_another_is_still_a_stranger()
    {
        await using var scene = await Scene.StartAsync(OpenAI + "\ntenants: { acme: {} }");
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, "{}");
        using var acme = scene.ClientWith(scene.CreateKey("acme", tenant: "acme").Plaintext);
        const string body = """{"model":"asked-model","conversation":"conv_1","input":"x"}""";

        (await scene.PostAsync("/v1/responses", body)).ShouldBeError(400, "shared_account", scene);
        scene.Upstream.Seen.ShouldBeEmpty();
        (await acme.SendAsync(Scene.Request("/v1/responses", body))).Dispose();
        scene.Upstream.Seen.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("GET", "/v1/files")]
    [InlineData("GET", "/v1/files/file-1/content")]
    [InlineData("DELETE", "/v1/files/file-1")]
    [InlineData("POST", "/v1/files")]
    [InlineData("GET", "/v1/vector_stores")]
    [InlineData("POST", "/v1/vector_stores/vs_1/search")]
    [InlineData("GET", "/v1/conversations/conv_1/items")]
    [InlineData("POST", "/v1/conversations")]
    [InlineData("GET", "/v1/batches")]
    [InlineData("POST", "/v1/batches")]
    [InlineData("GET", "/v1/containers/cntr_1/files")]
    [InlineData("GET", "/v1/chat/completions/chatcmpl-1")]
    [InlineData("GET", "/v1/fine_tuning/jobs")]
    public async Task The_accounts_own_routes_are_shut_until_the_operator_says_whose_it_is(string method, string path)
    {
        await using var scene = await Scene.StartAsync(OpenAI + Tenants);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, "{}");

        var refused = await SendAsync(scene.Client, method, path);
        refused.ShouldBeError(403, "shared_account", scene).ShouldContain("providers.up.account_of");
        scene.Upstream.Seen.ShouldBeEmpty();

        (await scene.ReloadAsync(OpenAI.Replace("base_url:", "account_of: [\"*\"], base_url:", StringComparison.Ordinal) + Tenants)).ShouldBeTrue();
        (await SendAsync(scene.Client, method, path)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_form_cannot_name_it_either()
    {
        await using var scene = await Scene.StartAsync(OpenAI + Tenants);
        using var form = new MultipartFormDataContent("bound")
        {
            { new StringContent("asked-model"), "model" },
            { new StringContent("file-1"), "images[0][file_id]" },
        };

        using var response = await scene.Client.PostAsync("/v1/images/edits", form);

        (await Scene.AnswerAsync(response)).ShouldBeError(400, "shared_account", scene).ShouldContain("'images[0][file_id]'");
        scene.Upstream.Seen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("openai", Chat, """{"model":"asked-model","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}]}""", "[responses]", 400)]
    [InlineData("gemini", Chat, """{"model":"asked-model","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://generativelanguage.googleapis.com/v1beta/files/1.png"}}]}]}""", "[gemini]", 400)]
    public async Task A_translated_request_cannot_name_it_either(string dialect, string path, string body, string apis, int status)
    {
        await using var scene = await Scene.StartAsync(
            OpenAI.Replace("server: { relay_to: big }", "", StringComparison.Ordinal).Replace("apis: [chat, responses]", $"dialect: {dialect}, apis: {apis}", StringComparison.Ordinal) + Tenants);

        var answer = await scene.PostAsync(path, body);

        answer.ShouldBeError(status, "shared_account", scene).ShouldContain("as it would be sent");
        scene.Upstream.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task Bedrock_does_not_fetch_for_one_tenant_what_all_may_read()
    {
        await using var scene = await Scene.StartAsync(
            OpenAI.Replace("server: { relay_to: big }", "", StringComparison.Ordinal).Replace("apis: [chat, responses]", "dialect: bedrock", StringComparison.Ordinal) + Tenants);

        var answer = await scene.PostAsync(Chat, """{"model":"asked-model","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"s3://bucket/theirs.png"}}]}]}""");

        answer.Status.ShouldBe(400, answer.Body);
        scene.Upstream.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_idempotency_key_of_two_tenants_is_not_the_same_to_their_provider()
    {
        const string body = """{"model":"asked-model","messages":[{"role":"user","content":"x"}]}""";
        await using var scene = await Scene.StartAsync(OpenAI + Tenants);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, "{}");
        using var rival = scene.ClientWith(scene.CreateKey("rival", tenant: "rival").Plaintext);

        await scene.PostAsync(Chat, body, ("idempotency-key", "k"));
        await scene.PostAsync(Chat, body, ("idempotency-key", "k"));
        (await rival.SendAsync(Scene.Request(Chat, body, ("idempotency-key", "k")))).Dispose();

        var keys = scene.Upstream.Seen.Select(seen => seen.Headers["idempotency-key"].ToString()).ToList();
        keys[1].ShouldBe(keys[0]);
        keys[2].ShouldNotBe(keys[0]);
        keys.ShouldAllBe(key => key.Length == 64);
    }

    [Fact]
    public async Task The_idempotency_key_of_an_accounts_owner_passes_as_it_is()
    {
        await using var scene = await Scene.StartAsync(OpenAI);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, "{}");

        await scene.PostAsync(Chat, """{"model":"asked-model","messages":[{"role":"user","content":"x"}]}""", ("idempotency-key", "k"));

        scene.Upstream.Seen.ShouldHaveSingleItem().Headers["idempotency-key"].ToString().ShouldBe("k");
    }

    private static async Task<Weir.Testing.Answer> SendAsync(HttpClient client, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST") request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        return await Scene.AnswerAsync(response);
    }

    private static string Renamed(string provider, string body) => provider == nameof(Gemini) ? body : body.Replace("asked-model", "gpt-upstream", StringComparison.Ordinal);

    private static string Of(string provider) => provider switch { nameof(Gemini) => Gemini, nameof(Anthropic) => Anthropic, _ => OpenAI };
}
