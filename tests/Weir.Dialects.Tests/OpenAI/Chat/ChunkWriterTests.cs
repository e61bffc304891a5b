using System.Buffers;
using System.Text;
using Weir.Dialects.Answers;
using Weir.Dialects.OpenAI.Chat;
using Weir.Testing;

namespace Weir.Dialects.Tests.OpenAI.Chat;

public sealed class ChunkWriterTests
{
    private const string Stop = """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

    [Fact]
    public void A_chunk_holds_what_the_contract_demands() =>
        Written.Chunks(Written.Context(), """{"model":"m","choices":[{"index":0,"delta":{"content":"a\n\u00e9"}}]}""", Stop).ShouldBe(
        [
            """{"id":"chatcmpl-abc","object":"chat.completion.chunk","created":1700000000,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"a\n\u00e9"},"logprobs":null,"finish_reason":null}]}""",
            """{"id":"chatcmpl-abc","object":"chat.completion.chunk","created":1700000000,"model":"m","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}""",
            "[DONE]",
        ]);

    [Fact]
    public void Who_asks_for_usage_gets_it_in_the_last_chunk_and_null_before()
    {
        var chunks = Written.Chunks(
            Written.Context("\"stream\":true,\"stream_options\":{\"include_usage\":true}"),
            """{"choices":[{"index":0,"delta":{"content":"a"}}]}""", Stop,
            """{"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":4,"cache_write_tokens":3,"audio_tokens":2},"completion_tokens_details":{"reasoning_tokens":1,"audio_tokens":0}}}""");
        chunks.Count.ShouldBe(4);
        foreach (var chunk in chunks.Take(2)) chunk.ShouldEndWith(",\"usage\":null}");
        chunks[2].ShouldEndWith(""","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"prompt_tokens_details":{"cached_tokens":4,"cache_write_tokens":3,"audio_tokens":2},"completion_tokens_details":{"reasoning_tokens":1,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}}""");
        chunks[3].ShouldBe("[DONE]");
    }

    [Fact]
    public void Where_nobody_counted_there_is_no_chunk_of_usage() =>
        Written.Chunks(Written.Context("\"stream_options\":{\"include_usage\":true}"), Stop).Count.ShouldBe(2);

    [Fact]
    public void Who_does_not_ask_for_usage_gets_none() =>
        Written.Chunks(Written.Context(), Stop, """{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}""").ShouldAllBe(chunk => !chunk.Contains("usage", StringComparison.Ordinal));

    [Fact]
    public void A_model_that_the_provider_does_not_name_is_the_one_asked_for() =>
        Written.Chunks(Written.Context(), Stop)[0].ShouldContain(",\"model\":\"asked\\\"for\",");

    [Theory]
    [InlineData("""{"content":"a"}""", """{"role":"assistant","content":"a"}""")]
    [InlineData("""{"refusal":"a"}""", """{"role":"assistant","content":null,"refusal":"a"}""")]
    [InlineData("""{"reasoning_content":"a"}""", """{"role":"assistant","content":null,"reasoning_content":"a","reasoning_details":[{"type":"reasoning.text","text":"a","index":0}]}""")]
    [InlineData("""{"reasoning_details":[{"type":"reasoning.encrypted","data":"d","id":"i"}]}""", """{"role":"assistant","content":null,"reasoning_details":[{"type":"reasoning.encrypted","data":"d","id":"i","index":0}]}""")]
    [InlineData("""{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":""},"extra_content":{"google":{"thought_signature":"s"}}}]}""", """{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":""},"extra_content":{"google":{"thought_signature":"s"}}}]}""")]
    [InlineData("{}", """{"role":"assistant","content":""}""")]
    public void The_first_chunk_says_who_speaks(string delta, string written) =>
        Written.Deltas(Written.Chunks(Written.Context(), $$"""{"choices":[{"index":0,"delta":{{delta}}}]}""", Stop)).First().ShouldBe(written);

    [Fact]
    public void Thoughts_are_numbered_so_that_clients_can_put_them_together()
    {
        var deltas = Written.Deltas(Written.Chunks(
            Written.Context(),
            """{"choices":[{"index":0,"delta":{"content":"-"}}]}""",
            """{"choices":[{"index":0,"delta":{"reasoning_details":[{"type":"reasoning.text","text":"a"},{"type":"reasoning.text","text":"b","signature":"s"},{"type":"reasoning.encrypted","data":"d"},{"type":"reasoning.text","text":"c"}]}}]}""",
            """{"choices":[{"index":0,"delta":{"content":"t"}}]}""",
            """{"choices":[{"index":0,"delta":{"reasoning_details":[{"type":"reasoning.text","text":"e"}]}}]}"""));
        deltas.Skip(1).ShouldBe(
        [
            """{"reasoning_content":"a","reasoning_details":[{"type":"reasoning.text","text":"a","index":0}]}""",
            """{"reasoning_content":"b","reasoning_details":[{"type":"reasoning.text","text":"b","index":0}]}""",
            """{"reasoning_details":[{"type":"reasoning.text","text":"","signature":"s","index":0}]}""",
            """{"reasoning_details":[{"type":"reasoning.encrypted","data":"d","index":1}]}""",
            """{"reasoning_content":"c","reasoning_details":[{"type":"reasoning.text","text":"c","index":2}]}""",
            """{"content":"t"}""",
            """{"reasoning_content":"e","reasoning_details":[{"type":"reasoning.text","text":"e","index":3}]}""",
        ]);
    }

    [Fact]
    public void Arguments_that_never_came_are_an_empty_object() =>
        Written.Deltas(Written.Chunks(Written.Context(), """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f"}}]},"finish_reason":"tool_calls"}]}""")).ElementAt(1)
            .ShouldBe("""{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}""");

    [Fact]
    public void A_client_that_knows_functions_only_gets_a_function_call()
    {
        var chunks = Written.Chunks(
            Written.Context("\"functions\":[{\"name\":\"f\"}]"),
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""");
        Written.Deltas(chunks).ShouldBe(["""{"role":"assistant","content":null,"function_call":{"name":"f","arguments":""}}""", """{"function_call":{"arguments":"{}"}}""", "{}"]);
        chunks[2].ShouldContain("\"finish_reason\":\"function_call\"");
    }

    [Theory]
    [InlineData(StopReason.EndTurn, "stop")]
    [InlineData(StopReason.StopSequence, "stop")]
    [InlineData(StopReason.Pause, "stop")]
    [InlineData(StopReason.Other, "stop")]
    [InlineData(StopReason.MaxTokens, "length")]
    [InlineData(StopReason.ContextWindow, "length")]
    [InlineData(StopReason.ToolCalls, "tool_calls")]
    [InlineData(StopReason.ContentFilter, "content_filter")]
    [InlineData(StopReason.Refusal, "content_filter")]
    public void Each_reason_has_its_word(StopReason reason, string word)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = ChatDialect.Instance.Stream(Written.Context(), output);
        writer.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin });
        writer.Take(new AnswerPiece { Kind = AnswerPieceKind.Stop, Choice = 1, Reason = reason });
        Encoding.UTF8.GetString(output.WrittenSpan).ShouldEndWith($$"""[{"index":1,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":"{{word}}"}]}{{"\n\n"}}""");
    }

    [Fact]
    public void Writing_content_allocates_nothing()
    {
        var output = new ArrayBufferWriter<byte>(1 << 16);
        var writer = ChatDialect.Instance.Stream(Written.Context(), output);
        writer.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin, Name = "m"u8 });
        writer.Take(new AnswerPiece { Kind = AnswerPieceKind.ToolCall, Id = "c"u8, Name = "f"u8 });
        Allocated.By(() =>
        {
            output.ResetWrittenCount();
            WriteEach(writer);
        }).ShouldBe(0);
    }

    private static void WriteEach(AnswerWriter writer)
    {
        writer.Take(new AnswerPiece { Kind = AnswerPieceKind.Text, Text = "word"u8 });
        writer.Take(new AnswerPiece { Kind = AnswerPieceKind.Reasoning, Text = "word"u8 });
        writer.Take(new AnswerPiece { Kind = AnswerPieceKind.Refusal, Text = "word"u8 });
        writer.Take(new AnswerPiece { Kind = AnswerPieceKind.Arguments, Text = "1"u8 });
    }
}
