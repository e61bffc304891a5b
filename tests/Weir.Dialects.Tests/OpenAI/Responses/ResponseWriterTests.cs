using System.Buffers;
using System.Text.Json.Nodes;
using Weir.Dialects.Answers;
using Weir.Dialects.Errors;
using Weir.Dialects.OpenAI.Responses;

namespace Weir.Dialects.Tests.OpenAI.Responses;

public sealed class ResponseWriterTests
{
    /// <summary>The members that Open Responses requires, null or not.</summary>
    private static readonly string[] Required =
    [
        "id", "object", "created_at", "completed_at", "status", "incomplete_details", "model", "previous_response_id", "instructions", "output", "error", "tools", "tool_choice",
        "truncation", "parallel_tool_calls", "text", "top_p", "presence_penalty", "frequency_penalty", "top_logprobs", "temperature", "reasoning", "usage", "max_output_tokens",
        "max_tool_calls", "store", "background", "service_tier", "metadata", "safety_identifier", "prompt_cache_key",
    ];

    [Fact]
    public void A_response_has_all_required_members_and_the_defaults_of_what_was_left_open()
    {
        var response = Written(Spoken.Context(), sink => sink.Begin("").Text("t").Stop(StopReason.EndTurn));
        foreach (var name in Required) response.ContainsKey(name).ShouldBeTrue(name);
        response.Count.ShouldBe(Required.Length);
        ((string)response["id"]!, (string)response["model"]!, (long)response["created_at"]!).ShouldBe(("resp_c1", "asked-model", 1_800_000_000));
        foreach (var (name, value) in new[]
        {
            ("tool_choice", "\"auto\""), ("truncation", "\"disabled\""), ("parallel_tool_calls", "true"), ("text", """{"format":{"type":"text"}}"""), ("top_p", "1"), ("temperature", "1"),
            ("reasoning", """{"effort":null,"summary":null}"""), ("service_tier", "\"default\""), ("metadata", "{}"), ("tools", "[]"), ("store", "true"), ("background", "false"),
        }) response[name]!.ToJsonString().ShouldBe(value);
        response["usage"].ShouldBeNull();
    }

    [Fact]
    public void A_response_repeats_what_was_asked()
    {
        const string Asked =
            """
            {"input":"q","instructions":"I","temperature":0.5,"top_p":0.1,"metadata":{"a":"b"},"truncation":"auto","parallel_tool_calls":false,"store":false,"background":true,"service_tier":"flex",
             "previous_response_id":"resp_0","safety_identifier":"s","prompt_cache_key":"k","max_output_tokens":9,"max_tool_calls":2,"top_logprobs":3,"user":"u","conversation":"conv_1",
             "tool_choice":{"type":"function","name":"f"},"reasoning":{"effort":"low"},"text":{"verbosity":"low"},
             "tools":[{"type":"function","name":"f","parameters":{},"strict":true},{"type":"web_search"}]}
            """;
        var response = Written(Spoken.Context(Asked), sink => sink.Begin().Stop(StopReason.EndTurn));
        var asked = JsonNode.Parse(Asked)!.AsObject();
        foreach (var (name, value) in asked.Where(member => member.Key is not ("input" or "conversation" or "reasoning" or "text" or "tools")))
            JsonNode.DeepEquals(response[name], value).ShouldBeTrue(name);
        response["conversation"]!.ToJsonString().ShouldBe("""{"id":"conv_1"}""");
        response["reasoning"]!.ToJsonString().ShouldBe("""{"effort":"low","summary":null}""");
        response["text"]!.ToJsonString().ShouldBe("""{"format":{"type":"text"},"verbosity":"low"}""");
        response["tools"]!.ToJsonString().ShouldBe("""[{"type":"function","name":"f","parameters":{},"strict":true,"description":null},{"type":"web_search"}]""");
    }

    [Fact]
    public void The_output_is_the_same_as_in_the_stream_and_can_be_read_again()
    {
        static void Say(IAnswerSink sink) => sink.Begin().Think("x").Sign("SIG").Redacted("DATA").Text("a").Refusal("b").Call(0, "c", "f", "GEM").Arguments(0, "{}").EndCall(0).Stop(StopReason.ToolCalls).Usage().End();
        var whole = Written(Spoken.Context(), Say);
        var streamed = Spoken.Events(Spoken.Stream(Spoken.Context(), Say))[^1]["response"]!;
        JsonNode.DeepEquals(whole, streamed).ShouldBeTrue($"{whole.ToJsonString()}\nshould be\n{streamed.ToJsonString()}");

        var answer = new CollectedAnswer();
        Say(answer);
        var output = new ArrayBufferWriter<byte>();
        ResponsesDialect.WriteOutput(answer, Spoken.Context(), output);
        var items = JsonNode.Parse(output.WrittenSpan)!.AsArray();
        JsonNode.DeepEquals(items, whole["output"]).ShouldBeTrue();
        var read = Spoken.ReadWell("""{"input":[{"type":"function_call_output","call_id":"c","output":"r"}]}""", [.. items.Select(item => item!.ToJsonString())]);
        RequestReaderTests.Said(read).ShouldBe(["Assistant: thought 'x' signed SIG, redacted DATA, text 'a', refusal 'b', call c f {} signed GEM", "User: result c of f [text 'r']"]);
    }

    [Theory]
    [InlineData(ResponseStatus.Completed, "completed", "completed", null)]
    [InlineData(ResponseStatus.Incomplete, "incomplete", "incomplete", null)]
    [InlineData(ResponseStatus.Cancelled, "cancelled", "incomplete", null)]
    [InlineData(ResponseStatus.Failed, "failed", "incomplete", "rate_limit_exceeded")]
    [InlineData(ResponseStatus.InProgress, "in_progress", "incomplete", null)]
    [InlineData(ResponseStatus.Queued, "queued", "incomplete", null)]
    public void A_response_is_written_whatever_has_become_of_it(ResponseStatus status, string word, string itemStatus, string? code)
    {
        var answer = new CollectedAnswer();
        answer.Begin().Text("half");
        var output = new ArrayBufferWriter<byte>();
        ResponsesDialect.WriteResponse(answer, Spoken.Context(), status, new ClientError(429, "t", "c", "why", null, "r"), output);
        var response = JsonNode.Parse(output.WrittenSpan)!;
        ((string)response["status"]!, (string)response["output"]![0]!["status"]!, (string?)response["error"]?["code"]).ShouldBe((word, itemStatus, code));
        ((string?)response["error"]?["message"]).ShouldBe(code is null ? null : "why");
    }

    private static JsonObject Written(AnswerContext context, Action<IAnswerSink> answer)
    {
        var collected = new CollectedAnswer();
        answer(collected);
        var output = new ArrayBufferWriter<byte>();
        ResponsesDialect.Instance.Write(collected, context, output);
        return JsonNode.Parse(output.WrittenSpan)!.AsObject();
    }
}
