using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Weir.Dialects.Answers;
using Weir.Dialects.Errors;
using Weir.Dialects.OpenAI.Responses;
using Weir.Testing;

namespace Weir.Dialects.Tests.OpenAI.Responses;

public sealed class StreamWriterTests
{
    [Fact]
    public void A_text_is_told_in_the_whole_sequence_of_events()
    {
        var stream = Spoken.Stream(Spoken.Context(), sink => sink.Begin().Text("Hé").Text(@"l\n").Stop(StopReason.EndTurn).Usage(10, 5, 4, 1, 2).End());
        Encoding.UTF8.GetString(stream).ShouldEndWith("\n\ndata: [DONE]\n\n");
        var events = Spoken.Events(stream);
        Types(events).ShouldBe([
            "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added", "response.output_text.delta", "response.output_text.delta",
            "response.output_text.done", "response.content_part.done", "response.output_item.done", "response.completed",
        ]);
        Same(events[2], """{"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"msg_c1_0","type":"message","status":"in_progress","role":"assistant","content":[]}}""");
        Same(events[3], """{"type":"response.content_part.added","sequence_number":3,"item_id":"msg_c1_0","output_index":0,"content_index":0,"part":{"type":"output_text","text":"","annotations":[],"logprobs":[]}}""");
        Same(events[5], """{"type":"response.output_text.delta","sequence_number":5,"item_id":"msg_c1_0","output_index":0,"content_index":0,"delta":"l\n","logprobs":[]}""");
        Same(events[6], """{"type":"response.output_text.done","sequence_number":6,"item_id":"msg_c1_0","output_index":0,"content_index":0,"text":"Hél\n","logprobs":[]}""");
        Same(events[8]["item"]!, """{"id":"msg_c1_0","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Hél\n","annotations":[],"logprobs":[]}]}""");
        var begun = events[0]["response"]!;
        ((string)begun["status"]!, begun["output"]!.AsArray().Count, begun["usage"]).ShouldBe(("in_progress", 0, null));
        var ended = events[^1]["response"]!;
        ((string)ended["id"]!, (string)ended["model"]!, (string)ended["status"]!).ShouldBe(("resp_c1", "served-model", "completed"));
        Same(ended["output"]![0]!, events[8]["item"]!.ToJsonString());
        Same(ended["usage"]!, """{"input_tokens":10,"input_tokens_details":{"cached_tokens":4,"cache_write_tokens":1},"output_tokens":5,"output_tokens_details":{"reasoning_tokens":2},"total_tokens":15}""");
    }

    [Fact]
    public void Thoughts_are_an_item_with_a_summary_and_their_proof()
    {
        var events = Spoken.Events(Spoken.Stream(Spoken.Context(), sink => sink.Begin().Think("a").Think("b").Sign("SIG").Text("t").Stop(StopReason.EndTurn).End()));
        Types(events)[2..9].ShouldBe([
            "response.output_item.added", "response.reasoning_summary_part.added", "response.reasoning_summary_text.delta", "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.done", "response.reasoning_summary_part.done", "response.output_item.done",
        ]);
        Same(events[2]["item"]!, """{"id":"rsw_c1_0","type":"reasoning","summary":[],"encrypted_content":null}""");
        Same(events[4], """{"type":"response.reasoning_summary_text.delta","sequence_number":4,"item_id":"rsw_c1_0","output_index":0,"summary_index":0,"delta":"a"}""");
        Same(events[8]["item"]!, """{"id":"rsw_c1_0","type":"reasoning","summary":[{"type":"summary_text","text":"ab"}],"encrypted_content":"SIG"}""");
        ((int)events[9]["output_index"]!).ShouldBe(1);
    }

    [Fact]
    public void Thoughts_of_OpenAI_keep_their_identifier_in_all_events()
    {
        var events = Spoken.Events(Spoken.Stream(Spoken.Context(), sink => sink.Begin().Think("a", "rs_7").Sign("E", "rs_7").Think("", "rs_8").Sign("F", "rs_8").Stop(StopReason.EndTurn).End()));
        events.Where(told => told["item"] is not null).Select(told => (string)told["item"]!["id"]!).ShouldBe(["rs_7", "rs_7", "rs_8", "rs_8"]);
        ((string)events[^1]["response"]!["output"]![1]!["encrypted_content"]!).ShouldBe("F");
    }

    [Fact]
    public void Enciphered_thoughts_are_an_item_without_a_summary()
    {
        var events = Spoken.Events(Spoken.Stream(Spoken.Context(), sink => sink.Begin().Redacted("DATA").Redacted("MORE").Stop(StopReason.EndTurn).End()));
        Types(events)[2..^1].ShouldBe(["response.output_item.added", "response.output_item.done", "response.output_item.added", "response.output_item.done"]);
        Same(events[3]["item"]!, """{"id":"rsw_c1_0","type":"reasoning","summary":[],"encrypted_content":"redacted:DATA"}""");
    }

    [Fact]
    public void Calls_that_alternate_are_told_apart_by_their_index()
    {
        var events = Spoken.Events(Spoken.Stream(Spoken.Context(), sink => sink.Begin().Text("t").Call(0, "a", "f").Call(1, "b", "g").Arguments(1, "{").Arguments(0, @"{\""x\"":1}").Arguments(1, "}").EndCall(1).EndCall(0).Stop(StopReason.ToolCalls).End()));
        Types(events)[6..].ShouldBe([
            "response.content_part.done", "response.output_item.done", "response.output_item.added", "response.output_item.added",
            "response.function_call_arguments.delta", "response.function_call_arguments.delta", "response.function_call_arguments.delta",
            "response.function_call_arguments.done", "response.output_item.done", "response.function_call_arguments.done", "response.output_item.done", "response.completed",
        ]);
        Same(events[8]["item"]!, """{"id":"fc_c1_1","type":"function_call","status":"in_progress","arguments":"","call_id":"a","name":"f"}""");
        events.Where(told => (string)told["type"]! == "response.function_call_arguments.delta").Select(told => (int)told["output_index"]!).ShouldBe([2, 1, 2]);
        Same(events[13], """{"type":"response.function_call_arguments.done","sequence_number":13,"item_id":"fc_c1_2","output_index":2,"name":"g","arguments":"{}"}""");
        Same(events[^2]["item"]!, """{"id":"fc_c1_1","type":"function_call","status":"completed","arguments":"{\"x\":1}","call_id":"a","name":"f"}""");
        events[^1]["response"]!["output"]!.AsArray().Select(item => (string)item!["id"]!).ShouldBe(["msg_c1_0", "fc_c1_1", "fc_c1_2"]);
    }

    [Fact]
    public void A_function_without_arguments_gets_an_empty_object_and_a_call_without_identifier_one_of_its_own()
    {
        var events = Spoken.Events(Spoken.Stream(Spoken.Context(), sink => sink.Begin().Call(0, "", "f").EndCall(0).Stop(StopReason.ToolCalls).End()));
        Types(events)[2..^1].ShouldBe(["response.output_item.added", "response.function_call_arguments.delta", "response.function_call_arguments.done", "response.output_item.done"]);
        Same(events[^2]["item"]!, """{"id":"fc_c1_0","type":"function_call","status":"completed","arguments":"{}","call_id":"fc_c1_0","name":"f"}""");
    }

    [Fact]
    public void A_signed_call_follows_its_signature()
    {
        var events = Spoken.Events(Spoken.Stream(Spoken.Context(), sink => sink.Begin().Call(0, "a", "f", "GEM").Arguments(0, "{}").EndCall(0).Stop(StopReason.ToolCalls).End()));
        Same(events[3]["item"]!, """{"id":"rsw_c1_0","type":"reasoning","summary":[],"encrypted_content":"call:GEM"}""");
        ((string)events[4]["item"]!["id"]!).ShouldBe("fc_c1_1");
    }

    [Fact]
    public void Text_and_refusal_are_parts_of_one_message_and_text_after_a_call_is_another()
    {
        var events = Spoken.Events(Spoken.Stream(Spoken.Context(), sink => sink.Begin().Text("a").Refusal("b").Call(0, "x", "f").Text("c").Arguments(0, "{}").EndCall(0).Stop(StopReason.EndTurn).End()));
        var output = events[^1]["response"]!["output"]!.AsArray();
        output.Select(item => (string)item!["id"]!).ShouldBe(["msg_c1_0", "fc_c1_1", "msg_c1_2"]);
        Same(output[0]!["content"]!, """[{"type":"output_text","text":"a","annotations":[],"logprobs":[]},{"type":"refusal","refusal":"b"}]""");
        Types(events).Count(type => type == "response.output_item.added").ShouldBe(3);
        Types(events).Count(type => type == "response.output_item.done").ShouldBe(3);
        Same(events.Single(told => (string)told["type"]! == "response.refusal.done"), """{"type":"response.refusal.done","sequence_number":9,"item_id":"msg_c1_0","output_index":0,"content_index":1,"refusal":"b"}""");
    }

    [Theory]
    [InlineData(StopReason.EndTurn, "completed", null)]
    [InlineData(StopReason.StopSequence, "completed", null)]
    [InlineData(StopReason.ToolCalls, "completed", null)]
    [InlineData(StopReason.Pause, "completed", null)]
    [InlineData(StopReason.Other, "completed", null)]
    [InlineData(StopReason.MaxTokens, "incomplete", "max_output_tokens")]
    [InlineData(StopReason.ContextWindow, "incomplete", "max_output_tokens")]
    [InlineData(StopReason.ContentFilter, "incomplete", "content_filter")]
    [InlineData(StopReason.Refusal, "incomplete", "content_filter")]
    public void Every_reason_has_its_status(StopReason reason, string status, string? details)
    {
        var events = Spoken.Events(Spoken.Stream(Spoken.Context(), sink => sink.Begin().Text("t").Stop(reason).End()));
        var response = events[^1]["response"]!;
        ((string)events[^1]["type"]!).ShouldBe("response." + status);
        ((string)response["status"]!).ShouldBe(status);
        ((string?)response["incomplete_details"]?["reason"]).ShouldBe(details);
        ((string)response["output"]![0]!["status"]!).ShouldBe(status);
        ((string)events[^2]["item"]!["status"]!).ShouldBe(status);
    }

    [Fact]
    public void Pieces_without_text_write_nothing()
    {
        var events = Spoken.Events(Spoken.Stream(Spoken.Context(), sink => sink.Begin().Text("").Think("").Refusal("").Stop(StopReason.EndTurn).End()));
        Types(events).ShouldBe(["response.created", "response.in_progress", "response.completed"]);
    }

    [Fact]
    public void A_request_written_on_many_lines_is_echoed_on_one()
    {
        var context = Spoken.Context("{\n\"input\": \"q\",\r\n\"instructions\": \"a\\nb\", \"metadata\": {\n\"a\":\"b\"\n}, \"tools\": [\n{\n\"type\":\"function\",\n\"name\":\"f\"\n}]}");
        var events = Spoken.Events(Spoken.Stream(context, sink => sink.Begin().Stop(StopReason.EndTurn).End()));
        var response = events[0]["response"]!;
        ((string)response["instructions"]!).ShouldBe("a\nb");
        Same(response["metadata"]!, """{"a":"b"}""");
        Same(response["tools"]!, """[{"type":"function","name":"f","description":null,"parameters":null,"strict":null}]""");
    }

    [Fact]
    public void What_is_written_as_a_stream_is_what_is_read_of_it()
    {
        var stream = Spoken.Stream(Spoken.Context(), Everything);
        var expected = new PieceLog();
        Everything(expected);
        Spoken.ReadStream(stream).Lines.ShouldBe([.. expected.Lines.Select(line => line.Replace("Begin served-model ", "Begin served-model resp_c1", StringComparison.Ordinal).Replace("Stop ToolCalls ", "Stop ToolCalls completed", StringComparison.Ordinal)).Where(line => line != "End")]);
    }

    private static void Everything(IAnswerSink sink) => sink.Begin().Think("x", "rs_1").Think("y", "rs_1").Sign("E", "rs_1").Redacted("DATA").Text("a").Text(@"\u00e9").Refusal("no")
        .Call(0, "a", "f", "GEM").Arguments(0, "{").Call(1, "b", "g").Arguments(1, "[]").Arguments(0, "}").EndCall(0).EndCall(1).Stop(StopReason.ToolCalls).Usage(10, 5, 4, 1, 2).End();

    [Fact]
    public void Writing_a_delta_allocates_nothing()
    {
        var output = new ArrayBufferWriter<byte>(1 << 20);
        var writer = ResponsesDialect.Instance.Stream(Spoken.Context(), output);
        writer.Begin().Call(0, "a", "f");
        // What was said is kept for the last events. 700 times 6 bytes and 100 more in each round stay between two doublings of 256 bytes.
        for (var i = 0; i < 700; i++) Delta(writer);
        output.ResetWrittenCount();
        Allocated.By(() => Delta(writer), times: 100).ShouldBe(0);

        static void Delta(AnswerWriter writer)
        {
            writer.Take(new AnswerPiece { Kind = AnswerPieceKind.Text, Text = " word!"u8 });
            writer.Take(new AnswerPiece { Kind = AnswerPieceKind.Arguments, Call = 0, Text = " word!"u8 });
        }
    }

    [Fact]
    public void The_writer_knows_the_number_of_the_next_event()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = ResponsesDialect.Instance.Stream(Spoken.Context(), output);
        writer.Sequence.ShouldBe(0);
        writer.Begin().Text("a").Text("b");
        var last = Encoding.UTF8.GetString(output.WrittenSpan).Split("\n\n")[^2];
        last.ShouldContain($"\"sequence_number\":{writer.Sequence - 1},");
        output.ResetWrittenCount();
        ResponsesDialect.Instance.Write(new ClientError(429, "t", "c", "m", null, "r1", writer.Sequence), asEvent: true, output);
        Encoding.UTF8.GetString(output.WrittenSpan).ShouldContain($"\"sequence_number\":{writer.Sequence}}}");
    }

    [Fact]
    public void An_error_is_an_event_or_a_body()
    {
        var error = new ClientError(429, "rate_limit_error", "slow_down", "It's too much.", null, "r1");
        var output = new ArrayBufferWriter<byte>();
        ResponsesDialect.Instance.Write(error, asEvent: true, output);
        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe("event: error\ndata: {\"type\":\"error\",\"code\":\"slow_down\",\"message\":\"It's too much.\",\"param\":null,\"sequence_number\":0}\n\n");
        output.ResetWrittenCount();
        ResponsesDialect.Instance.Write(error, asEvent: false, output);
        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe("""{"error":{"message":"It's too much.","type":"rate_limit_error","param":null,"code":"slow_down"}}""");
    }

    private static List<string> Types(List<JsonNode> events) => [.. events.Select(told => (string)told["type"]!)];

    private static void Same(JsonNode actual, string expected) =>
        JsonNode.DeepEquals(actual, JsonNode.Parse(expected)).ShouldBeTrue($"{actual.ToJsonString()}\nshould be\n{expected}");
}
