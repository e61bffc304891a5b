using System.Text.Json.Nodes;
using static Weir.Lab.Tests.Simulator.SimulatorFixture;

namespace Weir.Lab.Tests.Simulator;

public sealed class ChatAnswerTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    [Fact]
    public async Task An_answer_has_the_shape_of_the_api()
    {
        var answer = await simulator.AskAsync(Chat("hello"));
        ((string)answer["id"]!).ShouldStartWith("chatcmpl-");
        ((string)answer["object"]!).ShouldBe("chat.completion");
        ((string)answer["model"]!).ShouldBe("sim");
        ((string)answer["service_tier"]!).ShouldBe("default");
        var choice = answer["choices"]![0]!;
        ((string)choice["finish_reason"]!).ShouldBe("stop");
        choice.AsObject().ContainsKey("logprobs").ShouldBeTrue();
        var message = choice["message"]!.AsObject();
        message.Select(property => property.Key).ShouldBe(["role", "content", "refusal", "annotations"]);
        ((string)message["content"]!).Split(' ').Length.ShouldBe(60);
        var usage = answer["usage"]!;
        ((int)usage["total_tokens"]!).ShouldBe((int)usage["prompt_tokens"]! + (int)usage["completion_tokens"]!);
        ((int)usage["completion_tokens_details"]!["reasoning_tokens"]!).ShouldBe(0);
    }

    [Theory]
    [InlineData("Hello, world!")]
    [InlineData("  two  spaces\nand lines\r\n\tand tabs  ")]
    [InlineData("汉字没有空格所以要切开这是一个很长的句子。")]
    [InlineData("👩‍👩‍👧‍👦 e\u0301a\u0308 🇩🇪🇫🇷 \"quoted\" \\ back \u0001")]
    [InlineData("")]
    public async Task It_repeats_exactly_what_it_is_told_to(string text)
    {
        var body = Chat("Please repeat exactly: " + text);
        var plain = await simulator.AskAsync(body);
        ((string)plain["choices"]![0]!["message"]!["content"]!).ShouldBe(text);
        (await simulator.StreamAsync(body)).Text().ShouldBe(text);
    }

    [Fact]
    public async Task Max_tokens_cuts_with_finish_reason_length()
    {
        foreach (var name in (string[])["max_tokens", "max_completion_tokens"])
        {
            var answer = await simulator.AskAsync(Chat("repeat exactly: one two three four", new JsonObject { [name] = 2 }));
            ((string)answer["choices"]![0]!["message"]!["content"]!).ShouldBe("one two");
            ((string)answer["choices"]![0]!["finish_reason"]!).ShouldBe("length");
            ((int)answer["usage"]!["completion_tokens"]!).ShouldBe(2);
        }
    }

    [Theory]
    [InlineData("\"three\"", "one two ")]
    [InlineData("[\"zzz\",\"o t\"]", "one tw")]
    [InlineData("\"one\"", "")]
    [InlineData("\"absent\"", "one two three")]
    public async Task Stop_cuts_before_the_earliest_sequence(string stop, string expected)
    {
        var body = Chat("repeat exactly: one two three", new JsonObject { ["stop"] = JsonNode.Parse(stop) });
        var answer = await simulator.AskAsync(body);
        ((string)answer["choices"]![0]!["message"]!["content"]!).ShouldBe(expected);
        ((string)answer["choices"]![0]!["finish_reason"]!).ShouldBe("stop");
        (await simulator.StreamAsync(body)).Text().ShouldBe(expected);
    }

    [Fact]
    public async Task N_choices_differ_and_are_streamed_interleaved()
    {
        var body = Chat("tell me a story", new JsonObject { ["n"] = 3 });
        var plain = await simulator.AskAsync(body);
        var texts = plain["choices"]!.AsArray().Select(choice => (string)choice!["message"]!["content"]!).ToList();
        texts.Distinct().Count().ShouldBe(3);
        var stream = await simulator.StreamAsync(body);
        for (var index = 0; index < 3; index++)
        {
            stream.Text(index).ShouldBe(texts[index]);
            stream.FinishReason(index).ShouldBe("stop");
        }

        var order = stream.Chunks.Select(chunk => (int)chunk["choices"]![0]!["index"]!).Take(9);
        order.ShouldBe([0, 1, 2, 0, 1, 2, 0, 1, 2]);
    }

    [Fact]
    public async Task Logprobs_cover_the_text_plain_and_streamed()
    {
        var body = Chat("hello", new JsonObject { ["logprobs"] = true, ["top_logprobs"] = 3, ["max_tokens"] = 8 });
        var plain = await simulator.AskAsync(body);
        var logprobs = plain["choices"]![0]!["logprobs"]!;
        logprobs.AsObject().ContainsKey("refusal").ShouldBeTrue();
        var content = logprobs["content"]!.AsArray();
        content.Count.ShouldBe(8);
        string.Concat(content.Select(token => (string)token!["token"]!)).ShouldBe((string)plain["choices"]![0]!["message"]!["content"]!);
        foreach (var token in content)
        {
            ((double)token!["logprob"]!).ShouldBeLessThanOrEqualTo(0);
            var top = token["top_logprobs"]!.AsArray();
            top.Count.ShouldBe(3);
            top.Select(entry => (double)entry!["logprob"]!).ShouldBeInOrder(SortDirection.Descending);
            top.Sum(entry => Math.Exp((double)entry!["logprob"]!)).ShouldBeLessThanOrEqualTo(1);
            token["bytes"]!.AsArray().Count.ShouldBeGreaterThan(0);
        }

        var stream = await simulator.StreamAsync(body);
        var streamed = stream.Choices(0).Where(choice => choice["logprobs"] is not null).SelectMany(choice => choice["logprobs"]!["content"]!.AsArray());
        string.Concat(streamed.Select(token => token!.ToJsonString())).ShouldBe(string.Concat(content.Select(token => token!.ToJsonString())));
    }

    [Fact]
    public async Task Fields_of_the_x_family_come_back()
    {
        var answer = await simulator.AskAsync(Chat("hello", new JsonObject { ["x_trace"] = new JsonObject { ["a"] = 1.50 } }));
        answer["x_trace"]!.ToJsonString().ShouldBe("""{"a":1.5}""");
    }

    [Theory]
    [InlineData("auto", "default")]
    [InlineData("flex", "flex")]
    [InlineData("fast", "priority")]
    public async Task The_service_tier_that_served_is_told(string asked, string served) =>
        ((string)(await simulator.AskAsync(Chat("hello", new JsonObject { ["service_tier"] = asked })))["service_tier"]!).ShouldBe(served);

    [Fact]
    public async Task Reasoning_shows_in_the_usage_and_uses_up_the_limit()
    {
        var answer = await simulator.AskAsync(Chat("repeat exactly: hi", new JsonObject { ["reasoning_effort"] = "low" }));
        ((int)answer["usage"]!["completion_tokens_details"]!["reasoning_tokens"]!).ShouldBe(16);
        ((int)answer["usage"]!["completion_tokens"]!).ShouldBe(17);

        var cut = await simulator.AskAsync(Chat("repeat exactly: hi", new JsonObject { ["reasoning_effort"] = "high", ["max_completion_tokens"] = 10 }));
        ((string)cut["choices"]![0]!["message"]!["content"]!).ShouldBe("");
        ((string)cut["choices"]![0]!["finish_reason"]!).ShouldBe("length");
        ((int)cut["usage"]!["completion_tokens"]!).ShouldBe(10);
    }

    [Fact]
    public async Task Verbosity_sets_the_length()
    {
        var low = await simulator.AskAsync(Chat("hello", new JsonObject { ["verbosity"] = "low" }));
        var high = await simulator.AskAsync(Chat("hello", new JsonObject { ["verbosity"] = "high" }));
        ((int)low["usage"]!["completion_tokens"]!).ShouldBeLessThan((int)high["usage"]!["completion_tokens"]!);
    }

    [Fact]
    public async Task A_prompt_is_cached_from_its_second_use_on()
    {
        var body = Chat("a long system prompt", new JsonObject { ["prompt_cache_key"] = "key-of-this-test" });
        ((int)(await simulator.AskAsync(body))["usage"]!["prompt_tokens_details"]!["cached_tokens"]!).ShouldBe(0);
        var second = (await simulator.AskAsync(body))["usage"]!;
        ((int)second["prompt_tokens_details"]!["cached_tokens"]!).ShouldBeInRange(1, (int)second["prompt_tokens"]!);
    }

    [Fact]
    public async Task Json_object_is_valid_json_and_repeated_json_is_kept()
    {
        var format = new JsonObject { ["response_format"] = new JsonObject { ["type"] = "json_object" } };
        var answer = await simulator.AskAsync(Chat("some json please", format));
        JsonNode.Parse((string)answer["choices"]![0]!["message"]!["content"]!).ShouldBeOfType<JsonObject>();
        var repeated = await simulator.AskAsync(Chat("repeat exactly: {\"json\": 1}", format));
        ((string)repeated["choices"]![0]!["message"]!["content"]!).ShouldBe("{\"json\": 1}");
    }

    [Fact]
    public async Task A_prompt_over_the_context_window_is_refused()
    {
        var (status, error) = await simulator.FailAsync(Chat(string.Join(' ', Enumerable.Repeat("word", 1200)), new JsonObject { ["model"] = "sim-small" }));
        status.ShouldBe(400);
        ((string)error["code"]!).ShouldBe("context_length_exceeded");
    }
}
