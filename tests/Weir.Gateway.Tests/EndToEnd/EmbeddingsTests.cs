using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd;

public sealed class EmbeddingsTests
{
    private const string Tail = """],"model":"upstream-embed","usage":{"prompt_tokens":8,"total_tokens":8}}""";

    [Theory]
    [InlineData("float", """[0.0023064255,-9.3e-3,1E-7,-0.0]""")]
    [InlineData("base64", "\"AACAPwAAAEAAAEBA+/==\"")]
    public async Task Vectors_pass_untouched(string format, string vector)
    {
        var body = """{"object":"list","data":[{"object":"embedding","index":0,"embedding":""" + vector + "}" + Tail;
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => ScriptedUpstream.JsonAsync(http, 200, body);

        var answer = await scene.PostAsync("/v1/embeddings", $$"""{"input":["a b",[1,2,3]],"encoding_format":"{{format}}","model":"asked-model","dimensions":3}""");

        answer.Body.ShouldBe(body);
        var seen = scene.Upstream.Seen.Single();
        (seen.Path, seen.Body).ShouldBe(("/v1/embeddings", $$"""{"input":["a b",[1,2,3]],"encoding_format":"{{format}}","model":"upstream-model","dimensions":3}"""));
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        (row.Endpoint, row.Usage, row.UsageSource, row.Cost, row.ModelAnswered).ShouldBe(("embeddings", new TokenUsage(8, 0), UsageSource.Provider, 0.000008m, "upstream-embed"));
    }

    [Fact]
    public async Task A_large_answer_flows_while_the_upstream_still_sends_it()
    {
        const int Size = 5_000_000;
        var go = new TaskCompletionSource();
        var head = """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[""" + string.Join(',', Enumerable.Repeat("0.125", Size / 6)) + "]}";
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            http.Response.ContentType = "application/json";
            await ScriptedUpstream.SendAsync(http, head);
            await go.Task;
            await ScriptedUpstream.SendAsync(http, Tail);
        };

        using var response = await scene.Client.SendAsync(Scene.Request("/v1/embeddings", """{"input":"x","model":"asked-model"}"""), HttpCompletionOption.ResponseHeadersRead);
        using var reply = new StreamedReply(response);
        var most = Size - 100_000;
        while (reply.Length < most) (await reply.ReadAsync()).ShouldBeTrue();
        go.SetResult();

        (await reply.ToEndAsync()).ShouldBe(head + Tail);
        scene.Ledger(reply.RequestId).ShouldHaveEnded(Outcome.Completed, 200).Usage.ShouldBe(new TokenUsage(8, 0));
    }

    [Fact]
    public async Task An_answer_without_usage_is_estimated_from_the_input_alone()
    {
        var body = """{"data":[{"embedding":[""" + string.Join(',', Enumerable.Repeat("0.125", 2000)) + "]}]}";
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => ScriptedUpstream.JsonAsync(http, 200, body);

        var row = scene.Ledger((await scene.PostAsync("/v1/embeddings", """{"input":"x","model":"asked-model"}""")).RequestId)!;

        row.UsageSource.ShouldBe(UsageSource.Estimated);
        row.Usage.Output.ShouldBe(0);
    }

    [Fact]
    public async Task A_wish_for_a_stream_means_nothing_here()
    {
        const string Asked = """{"input":"x","stream":true,"model":"asked-model"}""";
        await using var scene = await Scene.StartAsync();

        var answer = await scene.PostAsync("/v1/embeddings", Asked);

        scene.Upstream.Seen.Single().Body.ShouldBe(Asked.Replace("asked-model", "upstream-model", StringComparison.Ordinal));
        scene.Ledger(answer.RequestId)!.Streamed.ShouldBeFalse();
    }

    [Fact]
    public async Task The_simulators_vectors_are_the_same_in_both_formats()
    {
        await using var scene = await Scene.StartSimulatedAsync();

        var floats = (await scene.PostAsync("/v1/embeddings", """{"input":"x","model":"sim","encoding_format":"float"}""")).Json;
        var base64 = (await scene.PostAsync("/v1/embeddings", """{"input":"x","model":"sim","encoding_format":"base64"}""")).Json;

        var bytes = base64.GetProperty("data")[0].GetProperty("embedding").GetBytesFromBase64();
        var first = floats.GetProperty("data")[0].GetProperty("embedding")[0].GetSingle();
        BitConverter.ToSingle(bytes).ShouldBe(first, tolerance: 1e-6f);
    }
}
