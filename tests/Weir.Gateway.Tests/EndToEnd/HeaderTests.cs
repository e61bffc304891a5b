using Weir.Gateway.Ledger;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd;

public sealed class HeaderTests
{
    [Fact]
    public async Task The_upstream_gets_the_headers_that_are_allowed_and_its_own_key_and_no_others()
    {
        await using var scene = await Scene.StartAsync();

        await scene.ChatAsync(
            Scene.Hello,
            ("openai-beta", "assistants=v2"), ("Idempotency-Key", "i-1"), ("x-pass-one", "1"), ("X-PASS-two", "2"),
            ("cookie", "session=secret"), ("x-api-key", scene.Key), ("api-key", scene.Key), ("x-weir-user", "u"), ("x-weir-tags", "t"),
            ("x-forwarded-for", "10.0.0.1"), ("openai-organization", "theirs"), ("x-request-id", "r"), ("referer", "http://intern/"));

        var headers = scene.Upstream.Seen.Single().Headers;
        headers.Keys.Where(name => name is not ("host" or "content-length"))
            .ShouldBe(["authorization", "content-type", "openai-beta", "idempotency-key", "x-pass-one", "x-pass-two"], ignoreOrder: true);
        headers["authorization"].ShouldBe("Bearer " + Scene.UpstreamKey);
        headers["x-pass-two"].ShouldBe("2");
        headers.Values.ShouldAllBe(value => !value.Contains(scene.Key));
    }

    [Fact]
    public async Task A_provider_may_want_its_key_in_another_header_and_more_headers()
    {
        await using var scene = await Scene.StartAsync(Scene.Configuration.Replace(
            "forward_headers", "api_key_header: X-Api-Key, headers: { x-org: \"the-org\" }, forward_headers", StringComparison.Ordinal));

        await scene.ChatAsync(Scene.Hello);

        var headers = scene.Upstream.Seen.Single().Headers;
        headers["x-api-key"].ShouldBe(Scene.UpstreamKey);
        headers["x-org"].ShouldBe("the-org");
        headers.Keys.ShouldNotContain("authorization");
    }

    [Fact]
    public async Task The_client_gets_the_headers_that_are_allowed_and_no_others()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) =>
        {
            foreach (var (name, value) in ((string, string)[])[
                ("x-ratelimit-remaining-tokens", "77"), ("openai-processing-ms", "5"), ("openai-organization", "ours"), ("set-cookie", "a=b"),
                ("server", "secret-server"), ("x-request-id", "req_upstream"), ("cf-ray", "1"), ("strict-transport-security", "max-age=1")])
                http.Response.Headers[name] = value;
            return ScriptedUpstream.JsonAsync(http, 200, ScriptedUpstream.Answer);
        };

        var answer = await scene.ChatAsync(Scene.Hello);

        answer.Headers.Keys.Where(name => name is not ("date" or "content-length" or "transfer-encoding"))
            .ShouldBe(["content-type", "x-ratelimit-remaining-tokens", "openai-processing-ms", "x-request-id", "x-weir-deployment"], ignoreOrder: true);
        answer.RequestId.Length.ShouldBe(26);
        scene.Ledger(answer.RequestId)!.Attempts.Single().UpstreamRequestId.ShouldBe("req_upstream");
    }

    [Theory]
    [InlineData("/v1/models", 200)]
    [InlineData("/v1/models/asked-model", 200)]
    [InlineData("/v1/models/nonsense", 404)]
    [InlineData("/v1/nonsense", 404)]
    public async Task An_answer_that_is_no_calls_has_an_identifier_of_its_own_too(string path, int status)
    {
        await using var scene = await Scene.StartAsync();

        var (first, second) = (await scene.GetAsync(path), await scene.GetAsync(path));

        (first.Status, first.RequestId.Length).ShouldBe((status, 26));
        second.RequestId.ShouldNotBe(first.RequestId);
        scene.LedgerRows().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_forwarded_header_beyond_ASCII_reaches_the_upstream()
    {
        await using var scene = await Scene.StartAsync();
        using var raw = await scene.RawAsync();

        await raw.SendAsync(RawClient.Chat(scene.Key, Scene.Hello, "x-pass-name: Jörg\r\n"));

        (await raw.ReadAnswerAsync()).Status.ShouldBe(200);
        scene.Upstream.Seen.Single().Headers["x-pass-name"].ShouldBe("Jörg");
    }

    [Theory]
    [InlineData("x-ratelimit-name: J\u00f6rg")]
    [InlineData("retry-after-ms: \u00e9")]
    [InlineData("x-ratelimit-name: tab\there")]
    public async Task A_header_of_the_upstream_that_cannot_be_passed_on_does_not_fail_the_call(string header)
    {
        await using var upstream = new RawUpstream($"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{header}\r\ncontent-length: 14\r\n\r\n" + "{\"choices\":[]}");
        await using var scene = await Scene.StartAsync(Scene.Configuration.Replace("{upstream}", upstream.BaseUrl, StringComparison.Ordinal));

        var answer = await scene.ChatAsync(Scene.Hello);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Body.ShouldBe("""{"choices":[]}""");
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
    }
}
