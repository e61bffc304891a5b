using System.Text;
using System.Text.RegularExpressions;
using Weir.Dialects.Answers;
using Weir.Dialects.Errors;
using Weir.Dialects.OpenAI.Responses;
using Weir.Testing;

namespace Weir.Dialects.Tests.OpenAI.Responses;

public sealed class StreamReaderTests
{
    private const string Created = """{"type":"response.created","sequence_number":0,"response":{"id":"resp_9","object":"response","model":"gpt","status":"in_progress","output":[]}}""";
    private const string Completed = """{"type":"response.completed","response":{"status":"completed","output":[],"usage":{"input_tokens":10,"input_tokens_details":{"cached_tokens":4,"cache_write_tokens":1},"output_tokens":7,"output_tokens_details":{"reasoning_tokens":2},"total_tokens":17}}}""";

    [Fact]
    public void A_text_comes_in_its_deltas_and_is_not_repeated() =>
        Read(
            Created,
            """{"type":"response.in_progress","response":{}}""",
            """{"type":"response.output_item.added","output_index":0,"item":{"id":"msg_1","type":"message","content":[]}}""",
            """{"type":"response.content_part.added","output_index":0,"content_index":0,"part":{"type":"output_text","text":""}}""",
            """{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"He\u00e9"}""",
            """{"delta":"llo","obfuscation":"xx","content_index":0,"output_index":0,"type":"response.output_text.delta"}""",
            """{"type":"response.output_text.done","output_index":0,"content_index":0,"text":"Hello"}""",
            """{"type":"response.content_part.done","output_index":0,"content_index":0,"part":{"type":"output_text","text":"Hello"}}""",
            """{"type":"response.output_item.done","output_index":0,"item":{"type":"message","content":[{"type":"output_text","text":"Hello"}]}}""",
            Completed)
        .ShouldBe(["Begin gpt resp_9", @"Text He\u00e9", "Text llo", "Stop EndTurn completed", "Usage 10/4/1 7/2"]);

    [Theory]
    [InlineData("""{"type":"response.output_text.done","output_index":0,"content_index":0,"text":"All"}""")]
    [InlineData("""{"type":"response.content_part.done","output_index":0,"content_index":0,"part":{"type":"output_text","text":"All"}}""")]
    [InlineData("""{"type":"response.output_item.done","output_index":0,"item":{"type":"message","content":[{"type":"output_text","text":"All"}]}}""")]
    public void A_text_that_comes_only_when_it_is_done_comes_once(string done) =>
        Read(
            Created,
            done,
            """{"type":"response.content_part.done","output_index":0,"content_index":0,"part":{"type":"output_text","text":"All"}}""",
            """{"type":"response.output_item.done","output_index":0,"item":{"type":"message","content":[{"type":"output_text","text":"All"}]}}""",
            Completed).Count(line => line == "Text All").ShouldBe(1);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(null)]
    public void The_reader_knows_the_number_of_the_next_event(int? first)
    {
        var reader = ResponsesDialect.Instance.Stream(1);
        reader.Sequence.ShouldBe(0);
        for (var i = 0; i < 5; i++)
        {
            var number = first is { } begin ? $",\"sequence_number\":{begin + i}" : "";
            reader.Read(default, Encoding.UTF8.GetBytes($$"""{"type":"response.output_text.delta","delta":"x"{{number}}}"""), new CollectedAnswer());
        }
        reader.Read(default, """{"type":"error","code":"c","message":"m","sequence_number":99}"""u8, new CollectedAnswer()).ShouldBe(StreamEventKind.Error);
        reader.Sequence.ShouldBe(5 + (first ?? 0));
    }

    [Fact]
    public void An_answer_that_comes_only_at_the_end_comes() =>
        Read(Created, """{"type":"response.completed","response":{"status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"All"}]},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}]}}""")
        .ShouldBe(["Begin gpt resp_9", "Text All", "ToolCall 0 c f", "Arguments 0 {}", "EndToolCall 0", "Stop ToolCalls completed"]);

    [Fact]
    public void Calls_may_alternate() =>
        Read(
            Created,
            """{"type":"response.output_item.added","output_index":1,"item":{"type":"function_call","call_id":"a","name":"f","arguments":""}}""",
            """{"type":"response.output_item.added","output_index":2,"item":{"type":"function_call","call_id":"b","name":"g","arguments":""}}""",
            """{"type":"response.function_call_arguments.delta","output_index":2,"delta":"{\"x\""}""",
            """{"type":"response.function_call_arguments.delta","output_index":1,"delta":"{}"}""",
            """{"type":"response.function_call_arguments.delta","output_index":2,"delta":":1}"}""",
            """{"type":"response.function_call_arguments.done","output_index":1,"arguments":"{}"}""",
            """{"type":"response.output_item.done","output_index":1,"item":{"type":"function_call","call_id":"a","name":"f","arguments":"{}"}}""",
            Completed)
        .ShouldBe(["Begin gpt resp_9", "ToolCall 0 a f", "ToolCall 1 b g", @"Arguments 1 {\""x\""", "Arguments 0 {}", "Arguments 1 :1}", "EndToolCall 0", "EndToolCall 1", "Stop ToolCalls completed", "Usage 10/4/1 7/2"]);

    [Theory]
    [InlineData("""{"type":"response.function_call_arguments.done","output_index":0,"arguments":"{}"}""")]
    [InlineData("""{"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","call_id":"a","name":"f","arguments":"{}"}}""")]
    public void Arguments_that_come_only_when_they_are_done_come_once(string done) =>
        Read(
            Created,
            """{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"a","name":"f","arguments":""}}""",
            done,
            """{"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","call_id":"a","name":"f","arguments":"{}"}}""",
            Completed)
        .ShouldBe(["Begin gpt resp_9", "ToolCall 0 a f", "Arguments 0 {}", "EndToolCall 0", "Stop ToolCalls completed", "Usage 10/4/1 7/2"]);

    [Fact]
    public void Servers_that_number_every_item_0_are_understood() =>
        Read(
            Created,
            """{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"a","name":"f"}}""",
            """{"type":"response.function_call_arguments.delta","output_index":0,"delta":"1"}""",
            """{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"b","name":"g"}}""",
            """{"type":"response.function_call_arguments.delta","output_index":0,"delta":"2"}""",
            Completed)
        .ShouldBe(["Begin gpt resp_9", "ToolCall 0 a f", "Arguments 0 1", "EndToolCall 0", "ToolCall 1 b g", "Arguments 1 2", "EndToolCall 1", "Stop ToolCalls completed", "Usage 10/4/1 7/2"]);

    [Fact]
    public void Thoughts_are_kept_apart_and_signed() =>
        Read(
            Created,
            """{"type":"response.output_item.added","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[]}}""",
            """{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":0,"delta":"a"}""",
            """{"type":"response.reasoning_summary_text.done","output_index":0,"summary_index":0,"text":"a"}""",
            """{"type":"response.reasoning_summary_part.done","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":"a"}}""",
            """{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":1,"delta":"b"}""",
            """{"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"a"},{"type":"summary_text","text":"b"}],"encrypted_content":"E"}}""",
            """{"type":"response.output_item.done","output_index":1,"item":{"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"F"}}""",
            """{"type":"response.output_item.done","output_index":2,"item":{"type":"reasoning","id":"rs_3","summary":[{"type":"summary_text","text":"c"}]}}""",
            """{"type":"response.reasoning_text.delta","output_index":3,"content_index":0,"delta":"d"}""",
            Completed)
        .ShouldBe(["Begin gpt resp_9", "Reasoning a", @"Reasoning \n\n", "Reasoning b", "Signature rs_1 E", "Reasoning ", "Signature rs_2 F", "Reasoning c", @"Reasoning \n\n", "Reasoning d", "Stop EndTurn completed", "Usage 10/4/1 7/2"]);

    [Fact]
    public void Thoughts_and_their_summary_are_not_both_told() =>
        Read(
            Created,
            """{"type":"response.reasoning_text.delta","output_index":0,"content_index":0,"delta":"aloud"}""",
            """{"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"short"}],"content":[{"type":"reasoning_text","text":"aloud"}]}}""",
            Completed).Count(line => line.StartsWith("Reasoning", StringComparison.Ordinal)).ShouldBe(1);

    [Fact]
    public void A_refusal_is_told_apart() =>
        Read(Created, """{"type":"response.refusal.delta","output_index":0,"content_index":0,"delta":"No"}""", """{"type":"response.refusal.done","output_index":0,"content_index":0,"refusal":"No"}""", Completed)
        .ShouldBe(["Begin gpt resp_9", "Refusal No", "Stop EndTurn completed", "Usage 10/4/1 7/2"]);

    [Theory]
    [InlineData("max_output_tokens", "Stop MaxTokens max_output_tokens")]
    [InlineData("content_filter", "Stop ContentFilter content_filter")]
    [InlineData("tired", "Stop Other tired")]
    public void A_response_that_was_cut_off_says_why(string reason, string expected) =>
        Read(Created, """{"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"R"}}}""".Replace("R", reason, StringComparison.Ordinal))[^1].ShouldBe(expected);

    [Theory]
    [InlineData("", StreamEventKind.None)]
    [InlineData("[DONE]", StreamEventKind.Done)]
    [InlineData(Created, StreamEventKind.Other)]
    [InlineData(Completed, StreamEventKind.Done)]
    [InlineData("""{"type":"response.output_text.delta","delta":"x"}""", StreamEventKind.Content)]
    [InlineData("""{"type":"response.output_text.delta","delta":""}""", StreamEventKind.Other)]
    [InlineData("""{"type":"response.output_item.added","item":{"type":"function_call","call_id":"c","name":"f"}}""", StreamEventKind.Content)]
    [InlineData("""{"type":"response.output_item.added","item":{"type":"message"}}""", StreamEventKind.Other)]
    [InlineData("""{"type":"response.web_search_call.searching","output_index":0}""", StreamEventKind.Other)]
    [InlineData("""{"type":"response.of_tomorrow"}""", StreamEventKind.Other)]
    [InlineData("""{"type":"error","code":"x","message":"m"}""", StreamEventKind.Error)]
    [InlineData("""{"error":{"message":"m"}}""", StreamEventKind.Error)]
    [InlineData("""{"type":"response.failed","response":{"error":{"code":"server_error","message":"m"}}}""", StreamEventKind.Error)]
    [InlineData("""{"type":"response.completed"}""", StreamEventKind.Malformed)]
    [InlineData("""{"type":7}""", StreamEventKind.Malformed)]
    [InlineData("{}", StreamEventKind.Malformed)]
    [InlineData("[]", StreamEventKind.Malformed)]
    [InlineData("{} {}", StreamEventKind.Malformed)]
    [InlineData("<html>", StreamEventKind.Malformed)]
    [InlineData("""{"type":"response.out""", StreamEventKind.Malformed)]
    [InlineData("""{"\ud800":1}""", StreamEventKind.Malformed)]
    public void Each_event_is_told_apart(string data, StreamEventKind kind) =>
        ResponsesDialect.Instance.Stream(1).Read(default, Encoding.UTF8.GetBytes(data), new PieceLog()).ShouldBe(kind);

    [Theory]
    [InlineData("""{"type":"error","code":"rate_limit_exceeded","message":"slow","param":null}""", ErrorKind.RateLimit, "rate_limit_exceeded", "slow")]
    [InlineData("""{"type":"error","error":{"type":"service_unavailable_error","code":"server_is_overloaded","message":"busy"}}""", ErrorKind.Overloaded, "server_is_overloaded", "busy")]
    [InlineData("""{"error":{"type":"server_error","message":"oops"}}""", ErrorKind.Internal, "server_error", "oops")]
    [InlineData("""{"type":"response.failed","response":{"error":{"code":"invalid_prompt","message":"bad \u00e9"}}}""", ErrorKind.InvalidRequest, "invalid_prompt", "bad é")]
    [InlineData("""{"type":"response.failed","response":{}}""", ErrorKind.Internal, null, "The provider reported an error without saying which.")]
    public void Errors_inside_a_stream_are_read(string data, ErrorKind kind, string? code, string message)
    {
        var reader = ResponsesDialect.Instance.Stream(1);
        reader.Read(default, Encoding.UTF8.GetBytes(data), new PieceLog());
        var error = reader.Error.ShouldNotBeNull();
        (error.Kind, error.Code, error.Message).ShouldBe((kind, code, message));
        reader.IsWhole.ShouldBeFalse();
    }

    [Fact]
    public void A_failed_response_still_says_what_it_cost() =>
        Read(isWhole: false, Created, Completed.Replace("completed", "failed", StringComparison.Ordinal)).ShouldBe(["Begin gpt resp_9", "Usage 10/4/1 7/2"]);

    [Fact]
    public void Reading_a_delta_allocates_nothing()
    {
        var reader = ResponsesDialect.Instance.Stream(1);
        var sink = new CountingSink();
        var call = """{"type":"response.output_item.added","output_index":1,"item":{"type":"function_call","call_id":"c","name":"f"}}"""u8.ToArray();
        byte[][] deltas =
        [
            """{"type":"response.output_text.delta","sequence_number":9,"item_id":"msg_1","output_index":0,"content_index":0,"delta":" word","logprobs":[],"obfuscation":"abc"}"""u8.ToArray(),
            """{"type":"response.function_call_arguments.delta","output_index":1,"delta":"{"}"""u8.ToArray(),
            """{"type":"response.reasoning_summary_text.delta","output_index":2,"summary_index":0,"delta":"x"}"""u8.ToArray(),
        ];
        reader.Read(default, call, sink);
        Allocated.By(() =>
        {
            foreach (var delta in deltas) reader.Read(default, delta, sink);
        }).ShouldBe(0);
    }

    [Fact]
    public void Random_damage_never_throws()
    {
        const int Seed = 7_112_026;
        var random = new Random(Seed);
        var good = Regex.Split(Example, "\n").Select(line => Encoding.UTF8.GetBytes(line)).ToArray();
        for (var round = 0; round < 1_000; round++)
        {
            var reader = ResponsesDialect.Instance.Stream(1);
            foreach (var line in good)
            {
                var data = line.AsSpan(0, random.Next(8) == 0 ? random.Next(line.Length + 1) : line.Length).ToArray();
                for (var hits = random.Next(3); hits > 0 && data.Length > 0; hits--) data[random.Next(data.Length)] = (byte)random.Next(256);
                Should.NotThrow(() => reader.Read(default, data, new PieceLog()), $"seed {Seed}: {Convert.ToHexString(data)}");
                Should.NotThrow(() => ResponsesDialect.Instance.TryRead(data, new PieceLog()), $"seed {Seed}: {Convert.ToHexString(data)}");
                Should.NotThrow(() => ResponsesDialect.Instance.TryRead(500, data, out _), $"seed {Seed}: {Convert.ToHexString(data)}");
            }
        }
    }

    private const string Example = Created + "\n" +
        """
        {"type":"response.output_item.added","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[]}}
        {"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"x"}],"encrypted_content":"E"}}
        {"type":"response.output_item.added","output_index":1,"item":{"type":"function_call","call_id":"a","name":"f","arguments":""}}
        {"type":"response.function_call_arguments.delta","output_index":1,"delta":"{}"}
        {"type":"response.content_part.done","output_index":2,"content_index":0,"part":{"type":"output_text","text":"x"}}
        {"type":"response.failed","response":{"error":{"code":"x","message":"y"}}}
        """ + "\n" + Completed;

    private static List<string> Read(params string[] events) => Read(isWhole: true, events);

    private static List<string> Read(bool isWhole, params string[] events)
    {
        var log = new PieceLog();
        var reader = ResponsesDialect.Instance.Stream(1);
        foreach (var data in events)
        {
            reader.IsWhole.ShouldBeFalse();
            reader.Read(default, Encoding.UTF8.GetBytes(data), log);
        }
        reader.IsWhole.ShouldBe(isWhole);
        return log.Lines;
    }

    private sealed class CountingSink : IAnswerSink
    {
        public int Count { get; private set; }

        public void Take(in AnswerPiece piece) => Count++;
    }
}
