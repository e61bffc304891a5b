using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Dialects;
using Weir.Dialects.Answers;
using Weir.Dialects.Conversations;
using Weir.Dialects.Gemini;
using Weir.Dialects.Json;
using Weir.Dialects.Usage;
using Weir.Gateway.Calls;
using Weir.Gateway.Translation;

namespace Weir.Gateway.Fallbacks;

/// <summary>Writes the operator's own words as an answer in the client's dialect, plain or streamed, as the client asked.</summary>
internal static class StaticAnswer
{
    /// <summary>What the answer names as its model: nobody should look for a model behind it.</summary>
    private const string Name = "static";

    /// <summary>As many alternatives as OpenAI gives.</summary>
    private const int MostChoices = 128;

    /// <summary>Holds the answer back as the call's whole reply.</summary>
    /// <returns>False where the model has no such answer, or the request asks for a form that a sentence does not have.</returns>
    public static bool TryWrite(Call call)
    {
        if (call.Route!.StaticAnswer is not { } text) return false;
        using var document = RequestReading.Parse(call.Body!.Bytes, out var reading);
        if (document is null || Read(call, document, reading) is not { } conversation) return false;
        var body = new ArrayBufferWriter<byte>(1024);
        Write(call, conversation, text, body);
        call.Reply.Reset();
        var type = call.Record.Streamed && !CallTranslation.WantsArray(call) ? "text/event-stream; charset=utf-8" : "application/json";
        call.Reply.Begin(StatusCodes.Status200OK, [new("content-type", type), new(LastResort.Header, Name)], call.Record.Streamed);
        call.Reply.Hold(body.WrittenSpan);
        return true;
    }

    /// <returns>Null for a request that cannot be read, or whose client is going to parse the answer.</returns>
    private static Conversation? Read(Call call, JsonDocument document, RequestReading reading)
    {
        try
        {
            var conversation = DialectTable.Client(call.Endpoint.Dialect).Read(new JsonCursor(document.RootElement, JsonPath.Root, reading));
            conversation.Stream = call.Record.Streamed;
            return reading.Fault is null && conversation.Format is null ? conversation : null;
        }
        catch (InvalidOperationException)
        {
            // Names of members are compared unescaped, which a half of a surrogate pair does not survive.
            return null;
        }
    }

    private static void Write(Call call, Conversation conversation, string text, ArrayBufferWriter<byte> body)
    {
        var client = DialectTable.Client(call.Endpoint.Dialect);
        var context = new AnswerContext
        {
            CallId = call.Record.Id,
            Model = Name,
            CreatedAt = call.Record.StartedAt / 1_000_000,
            Conversation = conversation,
            Time = call.Time,
        };
        if (call.Record.Streamed)
        {
            Tell(call, text, CallTranslation.WantsArray(call) ? new GeminiStreamWriter(context, asArray: true) { Output = body } : client.Stream(context, body));
            return;
        }
        var collected = new CollectedAnswer();
        Tell(call, text, collected);
        client.Write(collected, context, body);
    }

    private static void Tell(Call call, string text, IAnswerSink sink)
    {
        var words = JsonEncodedText.Encode(text);
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin });
        for (var choice = 0; choice < Math.Clamp(call.Head!.Choices, 1, MostChoices); choice++)
        {
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Text, Choice = choice, Text = words.EncodedUtf8Bytes });
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Stop, Choice = choice, Reason = StopReason.EndTurn });
        }
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Usage, Usage = new TokenUsage(0, 0), IsFinal = true });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.End });
    }
}
