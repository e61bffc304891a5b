using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Tests.Pairs.Requests;

namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>Several answers to one question, between the two dialects that know such a thing.</summary>
public sealed class ChoicesTests
{
    private static readonly string[] Chat =
    [
        """{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"a0"},"finish_reason":null}]}""",
        """{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":1,"delta":{"content":"b0"},"finish_reason":null}]}""",
        """{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":1,"delta":{"content":"b1"},"finish_reason":"length"},{"index":0,"delta":{"content":"a1"},"finish_reason":"stop"}]}""",
    ];

    private static readonly string[] Gemini =
    [
        """{"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":"a0"}]}},{"index":1,"content":{"role":"model","parts":[{"text":"b0"}]}}],"modelVersion":"m"}""",
        """{"candidates":[{"index":1,"content":{"role":"model","parts":[{"text":"b1"}]},"finishReason":"MAX_TOKENS"}],"modelVersion":"m"}""",
        """{"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":"a1"}]},"finishReason":"STOP"}],"modelVersion":"m"}""",
    ];

    [Theory]
    [InlineData(Dialect.Chat, Dialect.Chat)]
    [InlineData(Dialect.Chat, Dialect.Gemini)]
    [InlineData(Dialect.Gemini, Dialect.Chat)]
    [InlineData(Dialect.Gemini, Dialect.Gemini)]
    public void Choices_are_kept_apart(Dialect client, Dialect provider)
    {
        var output = new ArrayBufferWriter<byte>();
        var collected = new CollectedAnswer();
        var reader = Spoken.Provider(provider).Stream(2);
        var again = Spoken.Provider(provider).Stream(2);
        var context = Spoken.Context(Spoken.Read(client, Fixtures.Of(client, Scenario.Hello)!));
        var writer = Spoken.Client(client).Stream(context, output);
        foreach (var data in provider == Dialect.Chat ? Chat : Gemini)
        {
            reader.IsWhole.ShouldBeFalse();
            reader.Read(default, Encoding.UTF8.GetBytes(data), writer).ShouldNotBe(StreamEventKind.Malformed);
            again.Read(default, Encoding.UTF8.GetBytes(data), collected);
        }
        reader.IsWhole.ShouldBeTrue();
        writer.Take(new AnswerPiece { Kind = AnswerPieceKind.End });
        collected.Take(new AnswerPiece { Kind = AnswerPieceKind.End });
        var events = ClientEar.Events(Encoding.UTF8.GetString(output.WrittenSpan)).Where(@event => @event.Data != "[DONE]").Select(@event => JsonDocument.Parse(@event.Data).RootElement).ToList();
        Heard(client, events).ShouldBe(client == Dialect.Chat ? "a0a1 stop, b0b1 length" : "a0a1 STOP, b0b1 MAX_TOKENS");

        var body = new ArrayBufferWriter<byte>();
        Spoken.Client(client).Write(collected, context, body);
        Heard(client, [JsonDocument.Parse(body.WrittenMemory).RootElement]).ShouldBe(client == Dialect.Chat ? "a0a1 stop, b0b1 length" : "a0a1 STOP, b0b1 MAX_TOKENS");
    }

    [Theory]
    [InlineData(Dialect.Chat, """{"choices":[{"index":2000000000,"delta":{"content":"a"},"finish_reason":null}]}""")]
    [InlineData(Dialect.Chat, """{"choices":[{"index":-1,"delta":{"content":"a"},"finish_reason":null}]}""")]
    [InlineData(Dialect.Chat, """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":2000000000,"id":"a","function":{"name":"f","arguments":"{}"}}]},"finish_reason":null}]}""")]
    [InlineData(Dialect.Gemini, """{"candidates":[{"index":2000000000,"content":{"role":"model","parts":[{"text":"a"}]}}]}""")]
    [InlineData(Dialect.Gemini, """{"candidates":[{"index":-1,"content":{"role":"model","parts":[{"text":"a"}]}}]}""")]
    public void A_provider_cannot_make_Weir_keep_more_choices_than_anybody_asked_for(Dialect provider, string data)
    {
        var collected = new CollectedAnswer();
        Should.NotThrow(() => Spoken.Provider(provider).Stream(1).Read(default, Encoding.UTF8.GetBytes(data), new Small(collected)));
        collected.Choices.Count.ShouldBeLessThanOrEqualTo(128);
    }

    private static string Heard(Dialect client, IReadOnlyList<JsonElement> responses)
    {
        var choices = responses.SelectMany(response => response.List(client == Dialect.Chat ? "choices" : "candidates")).ToList();
        return string.Join(", ", choices.GroupBy(choice => choice.Get("index")?.GetInt32() ?? 0).OrderBy(group => group.Key).Select(group => string.Concat(group.Select(choice =>
            client == Dialect.Chat ? (choice.Get("delta") ?? choice.GetProperty("message")).Text("content") : string.Concat((choice.Get("content")?.List("parts") ?? []).Select(part => part.Text("text")))))
            + " " + string.Concat(group.Select(choice => choice.Text(client == Dialect.Chat ? "finish_reason" : "finishReason")))));
    }

    /// <summary>Refuses what would fill the memory, so that the test fails and not the machine.</summary>
    private sealed class Small(IAnswerSink next) : IAnswerSink
    {
        public void Take(in AnswerPiece piece)
        {
            if (piece.Choice is < 0 or > 1000) throw new InvalidOperationException($"choice {piece.Choice}");
            if (piece.Call is < 0 or > 1000) throw new InvalidOperationException($"call {piece.Call}");
            next.Take(piece);
        }
    }
}
