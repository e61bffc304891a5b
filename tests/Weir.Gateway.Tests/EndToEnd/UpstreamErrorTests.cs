using System.Net;
using System.Net.Sockets;
using Weir.Gateway.Ledger;
using Weir.Testing;
using Weir.Tokens;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>Whatever an upstream does wrong, the client is told in one shape, and the ledger knows.</summary>
[Trait("Category", "Slow")]
public sealed class UpstreamErrorTests
{
    private const string HelloMessages = """{"model":"asked-model","max_tokens":100,"messages":[{"role":"user","content":"hi"}]}""";
    private const string Ok = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

    [Theory]
    [InlineData(400, 400)]
    [InlineData(402, 402)]
    [InlineData(404, 404)]
    [InlineData(408, 408)]
    [InlineData(409, 409)]
    [InlineData(413, 413)]
    [InlineData(422, 422)]
    [InlineData(429, 429)]
    [InlineData(500, 500)]
    [InlineData(503, 503)]
    [InlineData(529, 529)]
    public async Task An_error_in_the_dialect_passes_as_it_is(int status, int seen)
    {
        const string Body = """{ "error" : {"message":"m \u00e9","type":"t","param":null,"code":"c","more":[1.0]}, "x":1 }""";
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) =>
        {
            http.Response.Headers.RetryAfter = "7";
            return ScriptedUpstream.JsonAsync(http, status, Body);
        };

        foreach (var call in (string[])[Scene.Hello, Scene.HelloStreamed])
        {
            var answer = await scene.ChatAsync(call);

            (answer.Status, answer.Body).ShouldBe((seen, Body));
            answer.Headers["retry-after"].ShouldBe("7");
            var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.UpstreamError, seen, "c");
            (row.UsageSource, row.Cost, row.Attempts.Single().Status).ShouldBe((UsageSource.None, null, status));
        }
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Refused_credentials_are_the_operators_business(int status)
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => ScriptedUpstream.JsonAsync(http, status, "{\"error\":{\"message\":\"Incorrect API key provided: " + Scene.UpstreamKey + "\"}}");

        var answer = await scene.ChatAsync(Scene.Hello);

        answer.ShouldBeError(502, "upstream_credentials", scene).ShouldContain($"status {status}");
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.UpstreamError, 502, "upstream_credentials").Attempts.Single().Status.ShouldBe(status);
    }

    [Theory]
    [InlineData("""{"error":{"message":"Your input was flagged, KEY","code":403,"metadata":{"reasons":["violence"]}}}""", 400, "content_policy_violation")]
    [InlineData("""{"error":{"message":"Your input was flagged, KEY","type":"t","param":null,"code":"content_filter"}}""", 400, "content_filter")]
    [InlineData("""{"error":{"message":"Key limit exceeded, KEY","code":403}}""", 402, "403")]
    public async Task A_403_that_is_about_the_request_is_told_as_what_it_is(string body, int seen, string code)
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => ScriptedUpstream.JsonAsync(http, 403, body.Replace("KEY", Scene.UpstreamKey, StringComparison.Ordinal));

        var answer = await scene.ChatAsync(Scene.Hello);

        answer.ShouldBeError(seen, code, scene);
        answer.Body.ShouldNotContain(Scene.UpstreamKey);
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.UpstreamError, seen, code).Attempts.Single().Status.ShouldBe(403);
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"bad"}}""", 400, "upstream_error", "bad")]
    [InlineData(400, """{"error":"bad words"}""", 400, "upstream_error", "bad words")]
    [InlineData(429, """{"error":{"message":"slow down","code":429}}""", 429, "429", "slow down")]
    [InlineData(400, """{"error":{"message":"m","type":"t","param":null,"code":"c"}} and then some""", 400, "c", "m")]
    [InlineData(502, "<html>Bad Gateway</html>", 502, "upstream_error", "status 502")]
    [InlineData(500, "<html>oops</html>", 502, "upstream_error", "status 500")]
    [InlineData(503, "", 503, "upstream_error", "status 503")]
    [InlineData(429, "Too many", 429, "upstream_error", "status 429")]
    [InlineData(400, "{\"error\":{\"message\":\"cut", 502, "upstream_error", "status 400")]
    [InlineData(404, "{\"error\":{\"message\":\"\\ud800\"}}", 502, "upstream_error", "status 404")]
    [InlineData(400, "{\"detail\":\"validation\"}", 400, "upstream_error", "validation")]
    public async Task An_error_in_any_other_form_is_put_into_ours(int status, string body, int seen, string code, string says)
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => ScriptedUpstream.JsonAsync(http, status, body);

        var answer = await scene.ChatAsync(Scene.Hello);

        answer.ShouldBeError(seen, code, scene).ShouldContain(says);
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.UpstreamError, seen, code);
    }

    [Theory]
    [InlineData("""{"error":{"message":"no: KEY","type":"t","param":null,"code":"c"}}""")]
    [InlineData("""{"error":{"message":"no","type":"t","param":null,"code":"c"},"debug":{"header":"Bearer KEY"}}""")]
    [InlineData("""{"error":{"message":"no: KEY"}}""")]
    [InlineData("""{"error":{"message":"no: ESCAPED","type":"t","param":null,"code":"c"}}""")]
    [InlineData("""{"error":{"message":"no","type":"t","param":"ESCAPED","code":"c"}}""")]
    [InlineData("""{"error":{"message":"no","type":"KEY","param":null,"code":"KEY"}}""")]
    [InlineData("""{"error":{"message":"no","type":"t","code":"KEY"}}""")]
    [InlineData("""{"error":{"message":"no TOKEN","type":"t","param":null,"code":"c"}}""")]
    public async Task A_provider_that_quotes_its_key_does_not_give_it_away(string body)
    {
        const string Token = "a-second-secret/0123";
        await using var scene = await Scene.StartAsync(Scene.Configuration.Replace(
            "forward_headers", $"headers: {{ x-upstream-auth: \"Token {Token}\" }}, forward_headers", StringComparison.Ordinal));
        var escaped = string.Concat(Scene.UpstreamKey.Select(letter => $"\\u{(int)letter:x4}"));
        scene.Upstream.Behaviour = (http, _) => ScriptedUpstream.JsonAsync(
            http,
            400,
            body.Replace("ESCAPED", escaped, StringComparison.Ordinal).Replace("KEY", Scene.UpstreamKey, StringComparison.Ordinal).Replace("TOKEN", Token, StringComparison.Ordinal));

        var answer = await scene.ChatAsync(Scene.Hello);

        answer.Status.ShouldBe(400);
        answer.Json.GetProperty("error").GetProperty("message").GetString()!.ShouldStartWith("no");
        answer.Json.ToString().ShouldNotContain(Scene.UpstreamKey);
        answer.Body.ShouldNotContain(escaped);
        answer.Body.ShouldNotContain(Token);
        scene.Ledger(answer.RequestId)!.ErrorCode!.ShouldNotContain(Scene.UpstreamKey);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = scene.Upstream.BaseUrl + "/elsewhere";
            return Task.CompletedTask;
        };

        var answer = await scene.ChatAsync(Scene.Hello);

        answer.ShouldBeError(502, "upstream_garbled", scene).ShouldContain($"status {status}");
        answer.Headers.Keys.ShouldNotContain("location");
        scene.Upstream.Seen.Count.ShouldBe(1);
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.UpstreamFailed, 502, "upstream_garbled");
    }

    /// <summary>What is sent, and the code and phase that the client is told.</summary>
    public static TheoryData<string, string, string> Garbage() => new()
    {
        { "220 smtp.example.org ESMTP\r\n\r\n", "upstream_garbled", "headers" },
        { "\u0001\u0002\u0003\u0004\r\n\r\n", "upstream_garbled", "headers" },
        { "", "upstream_unreachable", "headers" },
        { "HTTP/1.1 200 OK\r\ncontent-", "upstream_unreachable", "headers" },
        { "HTTP/1.1 200 OK\r\nno colon here\r\n\r\n", "upstream_garbled", "headers" },
        { "HTTP/1.1 200 OK\r\nx: " + new string('x', 100_000) + "\r\n\r\n", "upstream_garbled", "headers" },
        { Ok + "\r\n", "upstream_garbled", "body" },
        { Ok + "content-length: 0\r\n\r\n", "upstream_garbled", "body" },
        { "HTTP/1.1 204 No Content\r\n\r\n", "upstream_garbled", "body" },
        { Ok + "content-length: 9\r\n\r\n%%% no %%", "upstream_garbled", "body" },
        { Ok + "content-length: 2\r\n\r\nOK", "upstream_garbled", "body" },
        { Ok + "content-length: 4\r\n\r\nnull", "upstream_garbled", "body" },
        { Ok + "content-length: 12\r\n\r\n{\"choices\":[", "upstream_garbled", "body" },
        { Ok + "content-length: 500\r\n\r\n{\"choices\":[", "upstream_cut", "body" },
        { Ok + "\r\n{\"choices\":[", "upstream_garbled", "body" },
        { Ok + "\r\n{\"choices\":[]}{\"choices\":[]}", "upstream_garbled", "body" },
        { Ok + "transfer-encoding: chunked\r\n\r\nc\r\n{\"choices\":[\r\n0\r\n\r\n", "upstream_garbled", "body" },
        { Ok + "transfer-encoding: chunked\r\n\r\nc\r\n{\"choices\":[\r\n", "upstream_cut", "body" },
        { Ok + "transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", "upstream_garbled", "body" },
    };

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task Anything_that_is_no_answer_is_a_clean_error(string sent, string code, string phase)
    {
        await using var upstream = new RawUpstream(sent);
        await using var scene = await Scene.StartAsync(At(upstream.BaseUrl));

        foreach (var call in (string[])[Scene.Hello, Scene.HelloStreamed])
        {
            var answer = await scene.ChatAsync(call);

            answer.ShouldBeError(502, code, scene).ShouldContain($"phase: {phase}");
            var row = scene.Ledger(answer.RequestId)!;
            row.Outcome.ShouldBe(code == "upstream_cut" ? Outcome.Truncated : Outcome.UpstreamFailed);
            // Providers charge for an answer that was cut. Nobody charges for what is none.
            if (code != "upstream_cut") (row.UsageSource, row.Cost).ShouldBe((UsageSource.None, null));
        }
    }

    [Theory]
    [InlineData("", "application/json")]
    [InlineData("<html>Welcome to the proxy</html>", "text/html")]
    [InlineData("<html>Welcome to the proxy</html>", "application/json")]
    [InlineData("""{"object":"chat.completion","choices":[{"index":0,"message":{""", "application/json")]
    public async Task What_is_no_answer_costs_nothing_in_any_dialect(string body, string type)
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) =>
        {
            http.Response.ContentType = type;
            return ScriptedUpstream.SendAsync(http, body);
        };

        foreach (var answer in (Answer[])[await scene.ChatAsync(Scene.Hello), await scene.PostAsync("/v1/messages", HelloMessages)])
        {
            answer.Status.ShouldBe(502);
            var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.UpstreamFailed, 502, "upstream_garbled");
            (row.UsageSource, row.Cost, row.Attempts.Single().Usage).ShouldBe((UsageSource.None, null, default));
        }
    }

    [Fact]
    public async Task What_is_no_answer_and_holds_a_models_text_is_charged_for_by_estimate_in_any_dialect()
    {
        const string Text = "Once upon a time there was a beaver";
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => ScriptedUpstream.JsonAsync(http, 200, $$$"""{"choices":[{"index":0,"message":{"role":"assistant","content":"{{{Text}}}""");

        foreach (var answer in (Answer[])[await scene.ChatAsync(Scene.Hello), await scene.PostAsync("/v1/messages", HelloMessages)])
        {
            var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.UpstreamFailed, 502, "upstream_garbled");
            (row.UsageSource, row.Usage.Output).ShouldBe((UsageSource.Estimated, TokenEstimate.OfBytes(Text.Length)));
            row.Cost.ShouldNotBeNull().ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public async Task A_body_longer_than_announced_is_cut_at_its_length()
    {
        await using var upstream = new RawUpstream(Ok + "content-length: 14\r\n\r\n{\"choices\":[]}HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nXX");
        await using var scene = await Scene.StartAsync(At(upstream.BaseUrl));

        for (var i = 0; i < 3; i++) (await scene.ChatAsync(Scene.Hello)).Body.ShouldBe("{\"choices\":[]}");
    }

    [Fact]
    public async Task A_reset_before_the_headers_is_a_clean_error()
    {
        await using var upstream = new RawUpstream(RawUpstream.ResetAsync);
        await using var scene = await Scene.StartAsync(At(upstream.BaseUrl));

        var answer = await scene.ChatAsync(Scene.Hello);

        answer.ShouldBeError(502, "upstream_unreachable", scene).ShouldContain("phase: headers");
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.UpstreamFailed, 502, "upstream_unreachable");
    }

    [Fact]
    public async Task A_refused_connection_is_a_clean_error()
    {
        using var nobody = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var scene = await Scene.StartAsync(At($"http://{nobody.LocalEndPoint}/v1"));

        var answer = await scene.ChatAsync(Scene.Hello);

        answer.ShouldBeError(502, "upstream_unreachable", scene).ShouldContain("phase: connect; connection refused");
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.UpstreamFailed, 502, "upstream_unreachable").Attempts.Single().Status.ShouldBeNull();
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_a_clean_error()
    {
        await using var scene = await Scene.StartAsync(At("http://nobody.invalid/v1"));

        (await scene.ChatAsync(Scene.Hello)).ShouldBeError(502, "upstream_unreachable", scene).ShouldContain("phase: connect; its name does not resolve");
    }

    [Fact]
    public async Task Silence_is_a_timeout_that_names_its_phase()
    {
        await using var scene = await Scene.StartAsync(Scene.With("timeouts: { first_byte: 300ms }"));
        scene.Upstream.Behaviour = (http, _) => ScriptedUpstream.HangAsync(http);

        var answer = await scene.ChatAsync(Scene.Hello);

        answer.ShouldBeError(504, "upstream_timeout", scene).ShouldContain("phase: headers, limit 0.3 s");
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.TimedOut, 504, "upstream_timeout");
        await scene.Upstream.Seen.Single().Gone.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(200, "{\"choices\":[")]
    [InlineData(500, "{\"error\":")]
    public async Task A_body_that_stalls_is_a_timeout(int status, string begin)
    {
        await using var scene = await Scene.StartAsync(Scene.With("timeouts: { first_byte: 2s, idle: 300ms }"));
        scene.Upstream.Behaviour = async (http, _) =>
        {
            http.Response.StatusCode = status;
            http.Response.ContentType = "application/json";
            await ScriptedUpstream.SendAsync(http, begin);
            await ScriptedUpstream.HangAsync(http);
        };

        var answer = await scene.ChatAsync(Scene.Hello);

        answer.ShouldBeError(504, "upstream_timeout", scene).ShouldContain(status == 200 ? "phase: body, limit 0.3 s" : "phase: ");
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.TimedOut, 504, "upstream_timeout");
    }

    private static string At(string baseUrl) => Scene.Configuration.Replace("{upstream}", baseUrl, StringComparison.Ordinal);
}
