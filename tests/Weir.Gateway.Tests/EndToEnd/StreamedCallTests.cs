using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

public sealed class StreamedCallTests
{
    private static readonly string Role = Chunk("""{"role":"assistant","content":""}""");
    private static readonly string Hel = Chunk("""{"content":"Hel"}""");
    private static readonly string Lo = Chunk("""{"content":"l\u006f 😀"}""");
    private static readonly string Stop = Chunk("{}", "\"stop\"");

    [Fact]
    public async Task Usage_is_learnt_without_the_client_noticing()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, request) => EventsAsync(http, Role, Hel, Lo, Stop, request.AsksForUsage ? UsageChunk : "", Done);

        var answer = await scene.ChatAsync(Scene.HelloStreamed);

        answer.Body.ShouldBe(Role + Hel + Lo + Stop + Done);
        answer.Headers["content-type"].ShouldStartWith("text/event-stream");
        answer.Headers["cache-control"].ShouldBe("no-cache");
        scene.Upstream.Seen.Single().Body.ShouldBe(
            """{"stream_options":{"include_usage":true},"model":"upstream-model","stream":true,"messages":[{"role":"user","content":"hi"}]}""");
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        row.Streamed.ShouldBeTrue();
        (row.Usage, row.UsageSource, row.FinishReason, row.ModelAnswered).ShouldBe((new TokenUsage(10, 3), UsageSource.Provider, "stop", "upstream-model-2026"));
        row.Cost.ShouldBe(0.00004m);
        var attempt = row.Attempts.Single();
        ((IEnumerable<long>)[attempt.StartedMicros, attempt.FirstByteMicros!.Value, row.FirstByteMicros!.Value, row.FirstTokenMicros!.Value, row.DurationMicros]).ShouldBeInOrder();
        attempt.FirstTokenMicros!.Value.ShouldBeLessThanOrEqualTo(row.FirstTokenMicros!.Value);
    }

    [Theory]
    [InlineData("""{"include_usage":true}""", """{"include_usage":true}""", true)]
    [InlineData("""{ "include_usage" : true , "x":1}""", """{ "include_usage" : true , "x":1}""", true)]
    [InlineData("""{"include_usage":false}""", """{"include_usage":true}""", false)]
    [InlineData("""{"include_usage":null}""", """{"include_usage":true}""", false)]
    [InlineData("null", """{"include_usage":true}""", false)]
    [InlineData("{}", """{"include_usage":true}""", false)]
    [InlineData("""{"x":[1]}""", """{"include_usage":true,"x":[1]}""", false)]
    public async Task Usage_is_asked_for_on_the_clients_behalf_and_given_only_to_who_asked(string asked, string sent, bool passes)
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Role, Hel, Stop, UsageChunk, Done);

        var answer = await scene.ChatAsync($$"""{"stream":true,"stream_options":{{asked}},"model":"asked-model"}""");

        answer.Body.ShouldBe(Role + Hel + Stop + (passes ? UsageChunk : "") + Done);
        scene.Upstream.Seen.Single().Body.ShouldBe($$"""{"stream":true,"stream_options":{{sent}},"model":"upstream-model"}""");
        scene.Ledger(answer.RequestId)!.Usage.ShouldBe(new TokenUsage(10, 3));
    }

    [Fact]
    public async Task Usage_on_a_chunk_with_choices_passes_and_the_last_count_holds()
    {
        var running = Hel.Replace("\"usage\":null", "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":1}", StringComparison.Ordinal);
        var final = Stop.Replace("\"usage\":null", "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":9}", StringComparison.Ordinal);
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Role, running, final, Done);

        var answer = await scene.ChatAsync(Scene.HelloStreamed);

        answer.Body.ShouldBe(Role + running + final + Done);
        scene.Ledger(answer.RequestId)!.Usage.ShouldBe(new TokenUsage(10, 9));
    }

    [Fact]
    public async Task Chunks_without_choices_or_usage_pass()
    {
        const string Filter = "data: {\"choices\":[],\"prompt_filter_results\":[{}]}\n\n";
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Filter, Hel, Stop, UsageChunk, Done);

        (await scene.ChatAsync(Scene.HelloStreamed)).Body.ShouldBe(Filter + Hel + Stop + Done);
    }

    [Fact]
    public async Task Choices_that_end_one_after_the_other_are_one_answer()
    {
        var stream = Chunk("""{"content":"a"}""") + Chunk("""{"content":"b"}""", index: 1) + Chunk("{}", "\"length\"") + Chunk("""{"content":"c"}""", index: 1) + Chunk("{}", "\"stop\"", 1);
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, stream, Done);

        var answer = await scene.ChatAsync(Scene.HelloStreamed.Replace("\"stream\"", "\"n\":2,\"stream\"", StringComparison.Ordinal));

        answer.Body.ShouldBe(stream + Done);
        scene.Ledger(answer.RequestId)!.FinishReason.ShouldBe("length");
    }

    /// <summary>Legal forms that a naive reader stumbles over, and the bytes that a client must see, usage chunk taken out.</summary>
    public static TheoryData<string, string> Framings()
    {
        var crlf = (Role + Hel + Stop).ReplaceLineEndings("\r\n");
        var cr = (Role + Hel + Stop).ReplaceLineEndings("\r");
        const string Pretty = "event: message\nid: 7\ndata: {\"choices\":[{\"index\":0,\ndata:  \"delta\":{\"content\":\"x\"}}]}\nretry: 10\n\n";
        return new TheoryData<string, string>
        {
            { crlf + UsageChunk.ReplaceLineEndings("\r\n") + Done.ReplaceLineEndings("\r\n"), crlf + Done.ReplaceLineEndings("\r\n") },
            { cr + UsageChunk.ReplaceLineEndings("\r") + "data: [DONE]\r\r\n", cr + "data: [DONE]\r\r\n" },
            { ": hello\n\n" + Role + ":\n: more\n" + Hel + "\n\n" + Stop + UsageChunk + ": bye\n\n" + Done, ": hello\n\n" + Role + ":\n: more\n" + Hel + "\n\n" + Stop + ": bye\n\n" + Done },
            { Pretty + Stop + UsageChunk + Done, Pretty + Stop + Done },
            { "\uFEFF" + Hel + Stop + "data:[DONE]\n\n", "\uFEFF" + Hel + Stop + "data:[DONE]\n\n" },
        };
    }

    [Theory]
    [MemberData(nameof(Framings))]
    public async Task A_stream_that_comes_byte_by_byte_is_the_same_to_the_client(string sent, string expected)
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            BeginEvents(http);
            foreach (var piece in System.Text.Encoding.UTF8.GetBytes(sent))
            {
                await http.Response.Body.WriteAsync(new[] { piece });
                await http.Response.Body.FlushAsync();
            }
        };

        var answer = await scene.ChatAsync(Scene.HelloStreamed);

        answer.Body.TrimStart('\uFEFF').ShouldBe(expected.TrimStart('\uFEFF'));
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
    }

    [Theory]
    [MemberData(nameof(Framings))]
    public async Task A_stream_that_comes_in_one_piece_is_the_same_to_the_client(string sent, string expected)
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, sent);

        var answer = await scene.ChatAsync(Scene.HelloStreamed);

        answer.Body.TrimStart('\uFEFF').ShouldBe(expected.TrimStart('\uFEFF'));
    }

    [Fact]
    public async Task A_terminator_that_a_whole_answer_lacks_is_supplied()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Hel, Stop, UsageChunk);

        var answer = await scene.ChatAsync(Scene.HelloStreamed);

        answer.Body.ShouldBe(Hel + Stop + Done);
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
    }

    [Fact]
    public async Task What_follows_a_terminator_is_dropped()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Hel, Stop + Done + Done + Hel, Done);

        (await scene.ChatAsync(Scene.HelloStreamed)).Body.ShouldBe(Hel + Stop + Done);
    }

    [Fact]
    public async Task Content_flows_while_the_upstream_is_still_at_work()
    {
        var go = new TaskCompletionSource();
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Role, Hel);
            await go.Task;
            await SendAsync(http, Stop + Done);
        };

        using var reply = await scene.StreamAsync();
        (await reply.UntilAsync("Hel\"}")).ShouldNotContain("stop");
        go.SetResult();

        (await reply.ToEndAsync()).ShouldBe(Role + Hel + Stop + Done);
    }

    [Fact]
    public async Task A_tool_call_counts_as_content()
    {
        var call = Chunk("""{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":"{\"a\":"}}]}""");
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Role, call, Chunk("{}", "\"tool_calls\""), Done);

        var answer = await scene.ChatAsync(Scene.HelloStreamed);

        var row = scene.Ledger(answer.RequestId)!;
        row.FirstTokenMicros.ShouldNotBeNull();
        (row.FinishReason, row.UsageSource).ShouldBe(("tool_calls", UsageSource.Estimated));
    }

    [Fact]
    public async Task A_client_that_wants_a_stream_may_be_given_a_plain_answer()
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.ChatAsync(Scene.HelloStreamed);

        answer.Body.ShouldBe(ScriptedUpstream.Answer);
        scene.Ledger(answer.RequestId)!.Cost.ShouldBe(0.00264m);
    }

    [Fact]
    public async Task Streams_one_after_the_other_share_a_connection_to_the_upstream()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, request) => EventsAsync(http, Role, Hel, Stop, request.AsksForUsage ? UsageChunk : "", Done);

        for (var i = 0; i < 10; i++) (await scene.ChatAsync(Scene.HelloStreamed)).Status.ShouldBe(200);

        scene.Upstream.Seen.Select(request => request.Connection).Distinct().Count().ShouldBeLessThan(10);
    }
}
