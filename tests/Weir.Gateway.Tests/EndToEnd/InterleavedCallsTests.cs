using System.Text.Json;
using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>Upstreams that go on with several tool calls at once, before clients that expect one block after the other.</summary>
public sealed class InterleavedCallsTests
{
    private const string Body = """
        {"model":"asked-model","stream":true,"max_tokens":100,"messages":[{"role":"user","content":"hi"}],"tools":[{"name":"f","input_schema":{"type":"object"}},{"name":"g","input_schema":{"type":"object"}}]}
        """;

    [Fact]
    public async Task Blocks_of_messages_follow_each_other_and_the_first_call_does_not_wait()
    {
        await using var scene = await Scene.StartAsync();
        var clientHasIt = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Call(0, "a", "f", """{\"x\":"""), Call(1, "b", "g", """{\"y\":"""), More(0, "first"));
            await clientHasIt.Task;
            await SendAsync(http, More(1, "2}") + More(0, "}") + Chunk("{}", "\"tool_calls\"") + Done);
        };

        using var response = await scene.Client.SendAsync(Scene.Request("/v1/messages", Body), HttpCompletionOption.ResponseHeadersRead);
        using var reply = new StreamedReply(response);
        (await reply.UntilAsync("first")).ShouldNotContain("\"name\":\"g\"");
        clientHasIt.SetResult();
        var text = await reply.ToEndAsync();

        Told(text).ShouldBe(["start 0 f", "delta 0 {\"x\":", "delta 0 first", "delta 0 }", "stop 0", "start 1 g", "delta 1 {\"y\":2}", "stop 1"]);
        scene.Ledger(reply.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
    }

    [Fact]
    public async Task What_waits_is_limited_as_a_translated_answer_is()
    {
        await using var scene = await Scene.StartAsync(Scene.With("limits: { translated_answer: 4KiB }"));
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, [Call(0, "a", "f", "{"), Call(1, "b", "g", "{"), .. Enumerable.Repeat(More(1, new string('x', 1000)), 6)]);

        using var response = await scene.Client.SendAsync(Scene.Request("/v1/messages", Body), HttpCompletionOption.ResponseHeadersRead);
        using var reply = new StreamedReply(response);

        (await reply.ToBreakAsync()).ShouldContain("limits.translated_answer");
    }

    private static string Call(int index, string id, string name, string arguments) =>
        Chunk($$$"""{"tool_calls":[{"index":{{{index}}},"id":"{{{id}}}","type":"function","function":{"name":"{{{name}}}","arguments":"{{{arguments}}}"}}]}""");

    private static string More(int index, string arguments) => Chunk($$$"""{"tool_calls":[{"index":{{{index}}},"function":{"arguments":"{{{arguments}}}"}}]}""");

    private static IEnumerable<string> Told(string stream)
    {
        foreach (var line in stream.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)))
        {
            var told = JsonDocument.Parse(line["data: ".Length..]).RootElement;
            var index = told.TryGetProperty("index", out var number) ? number.GetInt32() : -1;
            switch (told.GetProperty("type").GetString())
            {
                case "content_block_start": yield return $"start {index} {told.GetProperty("content_block").GetProperty("name").GetString()}"; break;
                case "content_block_delta": yield return $"delta {index} {told.GetProperty("delta").GetProperty("partial_json").GetString()}"; break;
                case "content_block_stop": yield return $"stop {index}"; break;
            }
        }
    }
}
