using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Weir.Dialects.Anthropic;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.Tests.Anthropic;

/// <summary>Broken input is a fault, an error or nothing at all, and never an exception. The seeds are fixed, so that every run is the same.</summary>
[Trait("Category", "Slow")]
public sealed class FuzzTests
{
    private const string Request = """
        {"model":"m","max_tokens":100,"stream":true,"temperature":0.5,"top_k":3,"metadata":{"user_id":"u","x":1},"service_tier":"auto","stop_sequences":["a","\n"],
         "thinking":{"type":"enabled","budget_tokens":2000,"display":"omitted"},"output_config":{"effort":"low","format":{"type":"json_schema","schema":{"type":"object"}}},
         "system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"1h"}}],
         "tools":[{"name":"f","description":"d","input_schema":{"type":"object"},"strict":true},{"type":"web_search_1","name":"w"}],"tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true},
         "messages":[{"role":"user","content":[{"type":"text","text":"q\ud83d\ude00","citations":[]},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},{"type":"image","source":{"type":"url","url":"https://x"}},
           {"type":"document","title":"t","citations":{"enabled":true},"source":{"type":"text","media_type":"text/plain","data":"d"}},{"type":"document","source":{"type":"content","content":[{"type":"text","text":"z"}]}}]},
          {"role":"assistant","content":[{"type":"thinking","thinking":"h","signature":"S"},{"type":"redacted_thinking","data":"D"},{"type":"tool_use","id":"a","name":"f","input":{"x":[1,{}]},"caller":{"type":"direct"}}]},
          {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[{"type":"text","text":"r"}],"is_error":true},{"type":"search_result"}]},{"role":"system","content":"x"}]}
        """;

    private static readonly string[] Events =
    [
        """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude","content":[],"stop_reason":null,"usage":{"input_tokens":10,"output_tokens":1}}}""",
        """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"S"}}""",
        """{"type":"content_block_start","index":1,"content_block":{"type":"text","text":"a"}}""",
        """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"\ud83d\ude00"}}""",
        """{"type":"content_block_stop","index":1}""",
        """{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"a","name":"f","input":{"x":1}}}""",
        """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"a\":1}"}}""",
        """{"type":"content_block_start","index":3,"content_block":{"type":"server_tool_use","id":"a","name":"f","input":{"x":1}}}""",
        """{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":3,"output_tokens":5,"output_tokens_details":{"thinking_tokens":2}}}""",
        """{"type":"message_stop"}""",
        """{"type":"error","error":{"type":"overloaded_error","message":"m","details":{"error_code":"c"}}}""",
    ];

    private const string Body = """
        {"id":"msg_1","type":"message","model":"claude","content":[{"type":"thinking","thinking":"hm","signature":"S"},{"type":"text","text":"a\n"},{"type":"tool_use","id":"t0","name":"f","input":{"x":"\ud83d\ude00"}}],
         "stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":1,"cache_read_input_tokens":2,"output_tokens":4}}
        """;

    private static readonly string[] Values = ["null", "true", "7", "-1", "1e99", "\"\"", "\"x\"", "[]", "[1]", "{}", "{\"type\":\"text\"}", "\"\\ud800\"", "\"\\n\""];

    [Fact]
    public void A_broken_request_is_a_fault_and_what_is_written_is_json()
    {
        const int Seed = 20261;
        var random = new Random(Seed);
        var good = Encoding.UTF8.GetBytes(Request);
        var accepted = 0;
        for (var round = 0; round < 2500; round++)
        {
            var body = round % 2 == 0 ? Mutated(random, good) : Exchanged(random, good);
            // Whoever reads a request's head has refused bytes that are no UTF-8.
            if (!Utf8.IsValid(body)) continue;
            var document = RequestReading.Parse(body, out var reading);
            if (document is null) continue;
            try
            {
                var conversation = MessagesDialect.Instance.Read(new JsonCursor(document.RootElement, JsonPath.Root, reading));
                if (reading.Fault is not null) continue;
                Requests.Write(conversation);
                accepted++;
            }
            catch (Exception broken)
            {
                throw new InvalidOperationException($"seed {Seed}, round {round}: {Encoding.UTF8.GetString(body)}", broken);
            }
        }
        accepted.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void A_broken_stream_never_throws_and_what_is_written_of_it_is_json()
    {
        const int Seed = 20262;
        var random = new Random(Seed);
        var good = Array.ConvertAll(Events, Encoding.UTF8.GetBytes);
        for (var round = 0; round < 400; round++)
        {
            var output = new ArrayBufferWriter<byte>();
            var reader = MessagesDialect.Instance.Stream(1);
            var writer = MessagesDialect.Instance.Stream(Answers.Context, output);
            var collected = new CollectedAnswer();
            foreach (var data in good)
            {
                var read = random.Next(4) switch { 0 => Mutated(random, data), 1 => Exchanged(random, data), 2 => good[random.Next(good.Length)], _ => data };
                Should.NotThrow(() => reader.Read(default, read, new Both(writer, collected)), $"seed {Seed}, round {round}: {Encoding.UTF8.GetString(read)}");
            }
            writer.Take(Answers.End);
            Answers.Events(output.WrittenSpan).Count.ShouldBeGreaterThan(2);
            Answers.Whole(collected).GetProperty("type").GetString().ShouldBe("message");
        }
    }

    [Fact]
    public void A_broken_body_never_throws()
    {
        const int Seed = 20263;
        var random = new Random(Seed);
        var good = Encoding.UTF8.GetBytes(Body);
        var error = Encoding.UTF8.GetBytes(Events[^1]);
        for (var round = 0; round < 2000; round++)
        {
            var body = round % 2 == 0 ? Mutated(random, good) : Exchanged(random, good);
            var collected = new CollectedAnswer();
            Should.NotThrow(() => MessagesDialect.Instance.TryRead(body, collected), $"seed {Seed}, round {round}: {Encoding.UTF8.GetString(body)}");
            Answers.Whole(collected).GetProperty("type").GetString().ShouldBe("message");
            var broken = round % 2 == 0 ? Mutated(random, error) : Exchanged(random, error);
            Should.NotThrow(() => MessagesDialect.Instance.TryRead(500, broken, out _), $"seed {Seed}, round {round}: {Encoding.UTF8.GetString(broken)}");
        }
    }

    /// <summary>Some bytes changed, or the end cut off.</summary>
    private static byte[] Mutated(Random random, byte[] good)
    {
        var bytes = good.ToArray();
        if (random.Next(4) == 0) return bytes[..random.Next(bytes.Length)];
        var characters = "\"\\{}[],:09atu \n\xff"u8;
        for (var times = random.Next(1, 4); times > 0; times--) bytes[random.Next(bytes.Length)] = characters[random.Next(characters.Length)];
        return bytes;
    }

    /// <summary>A value exchanged for another one: still JSON, but not what was expected.</summary>
    private static byte[] Exchanged(Random random, byte[] good)
    {
        var places = new List<(int Start, int End)>();
        var reader = new Utf8JsonReader(good);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName) continue;
            var whole = reader;
            var start = (int)reader.TokenStartIndex;
            if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject) continue;
            whole.Skip();
            places.Add((start, (int)whole.BytesConsumed));
        }
        var (from, to) = places[random.Next(places.Count)];
        return [.. good[..from], .. Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)]), .. good[to..]];
    }

    private sealed class Both(IAnswerSink first, IAnswerSink second) : IAnswerSink
    {
        public void Take(in AnswerPiece piece)
        {
            first.Take(piece);
            second.Take(piece);
        }
    }
}
