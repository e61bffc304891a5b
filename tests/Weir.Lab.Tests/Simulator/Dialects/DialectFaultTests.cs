using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Lab.Simulator;

namespace Weir.Lab.Tests.Simulator.Dialects;

/// <summary>The faults, the key and the seed, alike in every dialect.</summary>
public sealed class DialectFaultTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    private readonly DialectClient _client = DialectClient.For(simulator, DialectCase.Headers);

    public static TheoryData<string> Names => DialectCase.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_stream_lacks_its_terminator_or_has_it_twice(string name)
    {
        var dialect = DialectCase.Named(name);
        (await StreamAsync(dialect, null)).Split(dialect.Terminator).Length.ShouldBe(2);
        (await StreamAsync(dialect, "no-done")).ShouldNotContain(dialect.Terminator);
        (await StreamAsync(dialect, "duplicate-done")).Split(dialect.Terminator).Length.ShouldBe(3);
        (await StreamAsync(dialect, "end:3")).ShouldNotContain(dialect.Terminator);
        (await StreamAsync(dialect, "truncated-json")).ShouldNotContain(dialect.Terminator);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_cut_stream_breaks_off(string name)
    {
        var dialect = DialectCase.Named(name);
        await Should.ThrowAsync<HttpRequestException>(() => _client.SendAsync(dialect.Streamed, dialect.StreamedBody, "cut:3"));
        await Should.ThrowAsync<HttpRequestException>(() => _client.SendAsync(dialect.Plain, dialect.PlainBody, "reset"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Pieces_of_the_network_change_no_byte(string name)
    {
        var dialect = DialectCase.Named(name);
        var whole = await StreamAsync(dialect, "slow-tokens:0");
        var split = await StreamAsync(dialect, "split:7");
        WithoutIds(split).ShouldBe(WithoutIds(whole));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Damaged_bodies_are_not_json_and_a_page_is_a_page(string name)
    {
        var dialect = DialectCase.Named(name);
        foreach (var fault in (string[])["malformed", "truncated-json", "garbage", "empty"])
        {
            using var response = await _client.SendAsync(dialect.Plain, dialect.PlainBody, fault);
            var text = await response.Content.ReadAsStringAsync();
            Should.Throw<JsonException>(() => JsonNode.Parse(text), fault);
        }

        using var page = await _client.SendAsync(dialect.Plain, dialect.PlainBody, "html");
        page.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        using var labelled = await _client.SendAsync(dialect.Streamed, dialect.StreamedBody, "wrong-content-type");
        labelled.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Usage_can_be_missing_or_wrong(string name)
    {
        var dialect = DialectCase.Named(name);
        (await _client.AskAsync(dialect.Plain, dialect.PlainBody, "wrong-usage:huge")).ToJsonString().ShouldContain("1000000000");
        var none = (await _client.AskAsync(dialect.Plain, dialect.PlainBody, "no-usage")).AsObject();
        (none["usage"] ?? none["usageMetadata"]).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_status_keeps_its_hint_for_the_retry(string name)
    {
        var dialect = DialectCase.Named(name);
        using var response = await _client.SendAsync(dialect.Streamed, dialect.StreamedBody, "status:429:retry-after=2");
        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter!.ToString().ShouldBe("2");
        JsonNode.Parse(await response.Content.ReadAsStringAsync()).ShouldBeOfType<JsonObject>();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_embedding_model_does_not_talk_and_what_is_no_json_is_refused(string name)
    {
        var dialect = DialectCase.Named(name);
        var body = dialect.PlainBody;
        if (body["model"] is not null)
            body["model"] = "sim-embed";
        (await _client.FailAsync(dialect.Plain.Replace("/sim", "/sim-embed", StringComparison.Ordinal), body)).Status.ShouldBe(404);
        foreach (var odd in (JsonNode[])[new JsonArray(), JsonValue.Create("text")])
            (await _client.FailAsync(dialect.Plain, odd)).Status.ShouldBe(400);
        (await _client.FailAsync(dialect.Plain, null)).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("chat", "Authorization", "Bearer {0}", 401)]
    [InlineData("responses", "Authorization", "Bearer {0}", 401)]
    [InlineData("messages", "x-api-key", "{0}", 401)]
    [InlineData("messages", "Authorization", "Bearer {0}", 401)]
    [InlineData("gemini", "x-goog-api-key", "{0}", 400)]
    [InlineData("converse", "Authorization", "Bearer {0}", 403)]
    public async Task A_key_is_asked_for_in_the_dialects_own_way(string name, string header, string form, int status)
    {
        var dialect = DialectCase.Named(name);
        await using var server = await SimulatorServer.StartAsync(new SimulatorOptions { ApiKey = "right" }, TimeProvider.System, CancellationToken.None);
        DialectClient With(string? key) => new(
            simulator.Client, new Uri($"http://{server.EndPoint}"), key is null ? DialectCase.Headers : [.. DialectCase.Headers, (header, string.Format(form, key))]);
        await With("right").AskAsync(dialect.Plain, dialect.PlainBody);
        (await With("wrong").FailAsync(dialect.Plain, dialect.PlainBody)).Status.ShouldBe(status);
        (await With(null).FailAsync(dialect.Plain, dialect.PlainBody)).Status.ShouldBeOneOf(401, 403);
        var signed = new DialectClient(simulator.Client, new Uri($"http://{server.EndPoint}"), ("Authorization", "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=c"));
        if (name == "converse")
            await signed.AskAsync(dialect.Plain, dialect.PlainBody);
        if (name == "gemini")
            await With(null).AskAsync(dialect.Plain + "?key=right", dialect.PlainBody);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_same_seed_gives_the_same_bytes(string name)
    {
        var dialect = DialectCase.Named(name);
        var first = await TranscriptAsync(dialect, 3);
        (await TranscriptAsync(dialect, 3)).ShouldBe(first);
        (await TranscriptAsync(dialect, 4)).ShouldNotBe(first);
    }

    private async Task<string> TranscriptAsync(DialectCase dialect, long seed)
    {
        await using var server = await SimulatorServer.StartAsync(new SimulatorOptions { Seed = seed }, new StoppedTime(), CancellationToken.None);
        var client = new DialectClient(simulator.Client, new Uri($"http://{server.EndPoint}"), DialectCase.Headers);
        using var plain = await client.SendAsync(dialect.Plain, dialect.PlainBody);
        using var streamed = await client.SendAsync(dialect.Streamed, dialect.StreamedBody);
        return await plain.Content.ReadAsStringAsync() + Encoding.Latin1.GetString(await streamed.Content.ReadAsByteArrayAsync());
    }

    private async Task<string> StreamAsync(DialectCase dialect, string? fault)
    {
        using var response = await _client.SendAsync(dialect.Streamed, dialect.StreamedBody, fault);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var text = Encoding.Latin1.GetString(await response.Content.ReadAsByteArrayAsync());

        // Anthropic names the event beside its type: count it once.
        return text.Replace("event: message_stop\n", "", StringComparison.Ordinal);
    }

    /// <summary>Identifiers count the requests and dates pass: neither is meant here.</summary>
    private static string WithoutIds(string text) => System.Text.RegularExpressions.Regex.Replace(text, "[0-9a-f]{24}|\"created(_at)?\":[0-9]+|\"completed_at\":[0-9]+", "");
}
