using System.Net.Http.Headers;
using System.Text;
using Weir.Gateway.Ledger;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>What a client does wrong, it is told; the upstream hears nothing of it.</summary>
[Trait("Category", "Slow")]
public sealed class RequestErrorTests
{
    [Fact]
    public async Task An_unknown_model_is_answered_with_the_nearest_names()
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.ChatAsync("""{"model":"asked-modle"}""");

        answer.ShouldBeError(404, "model_not_found", scene).ShouldContain("Did you mean 'asked-model'?");
        answer.Body.ShouldContain("Did you mean 'asked-model'?");
        answer.Error("param").ShouldBe("model");
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Rejected, 404, "model_not_found").Attempts.ShouldBeEmpty();
        scene.Upstream.Seen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("😀")]
    [InlineData("\\u0000\\u001f<script>")]
    public async Task A_model_with_an_absurd_name_is_unknown_like_any_other(string name)
    {
        await using var scene = await Scene.StartAsync();
        var model = new string('x', 127) + name + new string('y', 100_000);

        (await scene.ChatAsync($$"""{"model":"{{model}}"}""")).ShouldBeError(404, "model_not_found", scene).Length.ShouldBeLessThan(400);
    }

    [Theory]
    [InlineData("{\n  \"model\": \"asked-model\",\n  \"x\": }", "invalid_json", "(line 3, column 8)")]
    [InlineData("{\"ü\": nope", "invalid_json", "(line 1, column 8)")]
    [InlineData("", "invalid_json", "(line 1, column 1)")]
    [InlineData("[]", "invalid_json", "must be a JSON object")]
    [InlineData("null", "invalid_json", "must be a JSON object")]
    [InlineData("\"text\"", "invalid_json", "must be a JSON object")]
    [InlineData("{\"model\":\"asked-model\"", "invalid_json", "line 1")]
    [InlineData("{\"model\":\"asked-model\"} {}", "invalid_json", "line 1")]
    [InlineData("{\"model\":\"asked-model\",}", "invalid_json", "line 1")]
    [InlineData("{\"model\":\"asked-model\",\"x\":NaN}", "invalid_json", "line 1")]
    [InlineData("{\"model\":\"asked-model\",\"x\":01}", "invalid_json", "line 1")]
    [InlineData("{'model':'asked-model'}", "invalid_json", "(line 1, column 2)")]
    [InlineData("{\"model\":\"asked-model\" /* c */}", "invalid_json", "line 1")]
    [InlineData("{\"model\":\"\\ud800\"}", "invalid_json", "surrogate")]
    [InlineData("{\"\\ud800\":1,\"model\":\"asked-model\"}", "invalid_json", "surrogate")]
    [InlineData("{\"model\":\"asked-model\",\"stream\":true,\"stream_options\":{\"include_\\udc00\":1}}", "invalid_json", "surrogate")]
    [InlineData("{\"model\":\"asked-model\",\"user\":\"\\udfff\"}", "invalid_json", "surrogate")]
    [InlineData("{}", "missing_required_parameter", "model")]
    [InlineData("{\"model\":null}", "invalid_type", "model")]
    [InlineData("{\"model\":7}", "invalid_type", "model")]
    [InlineData("{\"model\":\"\"}", "invalid_value", "model")]
    [InlineData("{\"model\":\"asked-model\",\"model\":\"asked-model\"}", "duplicate_parameter", "twice")]
    [InlineData("{\"model\":\"asked-model\",\"mod\\u0065l\":\"x\"}", "duplicate_parameter", "twice")]
    [InlineData("{\"model\":\"asked-model\",\"stream\":1}", "invalid_type", "stream")]
    [InlineData("{\"model\":\"asked-model\",\"stream\":true,\"stream\":false}", "duplicate_parameter", "twice")]
    [InlineData("{\"model\":\"asked-model\",\"stream\":true,\"stream_options\":[]}", "invalid_type", "stream_options")]
    [InlineData("{\"model\":\"asked-model\",\"stream\":true,\"stream_options\":{\"include_usage\":\"yes\"}}", "invalid_type", "include_usage")]
    public async Task A_body_that_cannot_be_accepted_says_why_and_where(string body, string code, string says)
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.ChatAsync(body);

        answer.ShouldBeError(400, code, scene).ShouldContain(says);
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Rejected, 400, code);
        scene.Upstream.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nesting_is_limited()
    {
        await using var scene = await Scene.StartAsync();

        (await scene.ChatAsync("{\"model\":\"asked-model\",\"x\":" + new string('[', 100_000))).ShouldBeError(400, "invalid_json", scene).ShouldContain("deeper than 256");
        (await scene.ChatAsync("{\"model\":\"asked-model\",\"x\":" + new string('[', 200) + new string(']', 200) + "}")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Text_that_is_not_UTF8_is_refused_with_its_place()
    {
        await using var scene = await Scene.StartAsync();
        byte[] body = [.. "{\"model\":\"asked-model\",\n\"x\":\""u8, 0xff, .. "\"}"u8];

        (await PostAsync(scene, new ByteArrayContent(body))).ShouldBeError(400, "invalid_json", scene).ShouldContain("UTF-8. (line 2, column 6)");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_the_limit_is_refused(bool chunked)
    {
        await using var scene = await Scene.StartAsync(Scene.With("limits: { request_body: 64KiB }"));
        var body = "{\"model\":\"asked-model\",\"x\":\"" + new string('x', 300_000) + "\"}";

        var answer = await PostAsync(scene, new StringContent(body, Encoding.UTF8, "application/json"), chunked);

        answer.ShouldBeError(413, "request_too_large", scene).ShouldContain("65,536 bytes");
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Rejected, 413, "request_too_large");
        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_body_of_exactly_the_limit_is_accepted()
    {
        await using var scene = await Scene.StartAsync(Scene.With("limits: { request_body: 64KiB }"));
        var body = "{\"model\":\"asked-model\",\"x\":\"";
        body += new string('x', 65536 - body.Length - 2) + "\"}";

        (await scene.ChatAsync(body)).Status.ShouldBe(200);
        (await scene.ChatAsync(body + " ")).Status.ShouldBe(413);
    }

    [Theory]
    [InlineData("GET", "/v1/chat/completions", 405, "method_not_allowed")]
    [InlineData("DELETE", "/v1/embeddings", 405, "method_not_allowed")]
    [InlineData("POST", "/v1/models", 405, "method_not_allowed")]
    [InlineData("OPTIONS", "/v1/chat/completions", 405, "method_not_allowed")]
    [InlineData("POST", "/health/live", 405, "method_not_allowed")]
    [InlineData("POST", "/v1/chat/completion", 404, "unknown_url")]
    [InlineData("POST", "/chat/completions", 404, "unknown_url")]
    [InlineData("GET", "/", 404, "unknown_url")]
    [InlineData("GET", "/favicon.ico", 404, "unknown_url")]
    [InlineData("GET", "/v1/..%2f..%2fetc/passwd", 404, "unknown_url")]
    [InlineData("GET", "/%3Cscript%3E?key=abc", 404, "unknown_url")]
    [InlineData("BREW", "/v1/%F0%9F%98%80", 404, "unknown_url")]
    public async Task A_wrong_path_or_method_is_told_in_the_same_shape(string method, string path, int status, string code)
    {
        await using var scene = await Scene.StartAsync();

        using var response = await scene.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        var answer = await Scene.AnswerAsync(response);

        answer.ShouldBeError(status, code, scene).ShouldNotContain("key=");
        if (status == 405) answer.Headers.ContainsKey("allow").ShouldBeTrue();
    }

    private static async Task<Answer> PostAsync(Scene scene, HttpContent content, bool chunked = false)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = content };
        if (chunked) request.Headers.TransferEncodingChunked = true;
        using var response = await scene.Client.SendAsync(request);
        return await Scene.AnswerAsync(response);
    }
}
