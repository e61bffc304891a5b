using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using static Weir.Lab.Tests.Simulator.SimulatorFixture;

namespace Weir.Lab.Tests.Simulator;

/// <summary>Faults of answers that come with status 200 and in good order, or nearly.</summary>
[Trait("Category", "Slow")]
public sealed class PoorAnswerTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    [Theory]
    [InlineData("blank", "")]
    [InlineData("babble:3", "the the the")]
    public async Task A_worthless_answer_looks_like_any_other(string fault, string text)
    {
        var plain = (await simulator.AskAsync(Chat("hi"), fault))["choices"]![0]!;
        ((string)plain["message"]!["content"]!).ShouldBe(text);
        ((string)plain["finish_reason"]!).ShouldBe("stop");
        var stream = await simulator.StreamAsync(Chat("hi"), fault);
        stream.Text().ShouldBe(text);
        stream.Data[^1].ShouldBe("[DONE]");
    }

    [Fact]
    public async Task A_stray_event_takes_nothing_from_the_answer()
    {
        var whole = await simulator.StreamAsync(Chat("hi"));

        var stray = await simulator.StreamAsync(Chat("hi"), "stray-event:10");

        stray.Data.Count.ShouldBe(whole.Data.Count + 1);
        Should.Throw<System.Text.Json.JsonException>(() => JsonNode.Parse(stray.Data[9]));
        new StreamedAnswer(string.Concat(stray.Data.Where((_, index) => index != 9).Select(data => $"data: {data}\n\n"))).Text().ShouldBe(whole.Text());
    }

    [Theory]
    [InlineData("chat/completions")]
    [InlineData("messages")]
    public async Task A_stream_without_its_terminator_can_stay_open(string path)
    {
        var arrival = simulator.Server.NextRequestAsync(CancellationToken.None);
        var body = Chat("hi", new JsonObject { ["stream"] = true, ["max_tokens"] = 100 });
        using var request = Post(path, body, "no-done-open");
        request.Headers.Add("anthropic-version", "2023-06-01");
        using (var response = await simulator.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        {
            await using var stream = await response.Content.ReadAsStreamAsync();
            await foreach (var item in SseParser.Create(stream).EnumerateAsync())
                if (item.Data.Contains("\"stop\"", StringComparison.Ordinal) || item.Data.Contains("\"end_turn\"", StringComparison.Ordinal)) break;
            (await arrival).Finished.IsCompleted.ShouldBeFalse();
        }

        await (await arrival).Finished.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("status:400:code=context_length_exceeded", "context_length_exceeded", "maximum context length")]
    [InlineData("status:400:code=content_policy_violation", "content_policy_violation", "safety system")]
    [InlineData("status:429:code=insufficient_quota", "insufficient_quota", "Rate limit")]
    public async Task An_error_can_be_given_its_code(string fault, string code, string message)
    {
        using var response = await simulator.Client.SendAsync(Post("chat/completions", Chat("hi"), fault));
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;
        ((string)error["code"]!).ShouldBe(code);
        ((string)error["message"]!).ShouldContain(message);
    }
}
