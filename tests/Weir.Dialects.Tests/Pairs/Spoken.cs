using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Dialects.Anthropic;
using Weir.Dialects.Answers;
using Weir.Dialects.Bedrock;
using Weir.Dialects.Conversations;
using Weir.Dialects.Gemini;
using Weir.Dialects.Json;
using Weir.Dialects.OpenAI.Chat;
using Weir.Dialects.OpenAI.Responses;

namespace Weir.Dialects.Tests.Pairs;

/// <summary>The dialects under test, and what a gateway does with them, without the gateway.</summary>
internal static class Spoken
{
    private static readonly Dictionary<Dialect, object> Dialects = new()
    {
        [Dialect.Chat] = ChatDialect.Instance,
        [Dialect.Responses] = ResponsesDialect.Instance,
        [Dialect.Messages] = MessagesDialect.Instance,
        [Dialect.Gemini] = GeminiDialect.Instance,
        [Dialect.Converse] = ConverseDialect.Instance,
    };

    public static IClientDialect Client(Dialect dialect) => (IClientDialect)Dialects[dialect];

    public static IProviderDialect Provider(Dialect dialect) => (IProviderDialect)Dialects[dialect];

    /// <summary>Reads a client's request; faults are left to the caller.</summary>
    public static Conversation Read(Dialect client, string request)
    {
        var document = RequestReading.Parse(Encoding.UTF8.GetBytes(request), out var reading).ShouldNotBeNull(reading.Fault?.Message);
        return Client(client).Read(new JsonCursor(document.RootElement, JsonPath.Root, reading));
    }

    /// <summary>Writes a conversation for a provider.</summary>
    public static string Write(Dialect provider, Conversation conversation, string model = "upstream-model")
    {
        var output = new ArrayBufferWriter<byte>();
        Provider(provider).Write(conversation, new ProviderTarget { Model = model }, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static AnswerContext Context(Conversation conversation) =>
        new() { CallId = "01jd0000000000000000000000", Model = "alias", CreatedAt = 1_795_000_000, Time = StoppedClock.Instance, Conversation = conversation };

    /// <summary>Hands a provider's events on to a client's writer, and gives what the client receives.</summary>
    public static string Stream(Dialect client, Dialect provider, Conversation conversation, IEnumerable<(string Name, string Data)> events)
    {
        var output = new ArrayBufferWriter<byte>();
        var reader = Provider(provider).Stream(1);
        var writer = Client(client).Stream(Context(conversation), output);
        var sink = Promises.Keep(conversation, writer);
        foreach (var (name, data) in events)
        {
            var kind = reader.Read(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(data), sink);
            if (kind is StreamEventKind.Malformed or StreamEventKind.Error) throw new InvalidOperationException($"{kind}: {data}");
        }
        reader.IsWhole.ShouldBeTrue();
        writer.Take(new AnswerPiece { Kind = AnswerPieceKind.End });
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Hands a provider's whole answer on, and gives what the client receives.</summary>
    public static JsonElement Whole(Dialect client, Dialect provider, Conversation conversation, string body)
    {
        var collected = new CollectedAnswer();
        Provider(provider).TryRead(Encoding.UTF8.GetBytes(body), Promises.Keep(conversation, collected)).ShouldBeTrue(body);
        var output = new ArrayBufferWriter<byte>();
        Client(client).Write(collected, Context(conversation), output);
        return JsonDocument.Parse(output.WrittenMemory.ToArray()).RootElement;
    }
}
