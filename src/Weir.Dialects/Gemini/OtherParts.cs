using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Hands on parts that are neither text nor calls.</summary>
internal static class OtherParts
{
    public static void Send(in PartScan part, int choice, IAnswerSink sink)
    {
        if (!part.Media.IsEmpty) SendMedia(part, choice, sink);
        else sink.Take(new AnswerPiece { Kind = IsWork(part.Other) ? AnswerPieceKind.Work : AnswerPieceKind.Unknown, Choice = choice, Name = part.Other });
    }

    /// <summary>Code that Google ran and what came of it, and other tools that run there.</summary>
    private static bool IsWork(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("executableCode"u8) || name.SequenceEqual("codeExecutionResult"u8) || name.SequenceEqual("toolCall"u8) || name.SequenceEqual("toolResponse"u8);

    private static void SendMedia(in PartScan part, int choice, IAnswerSink sink)
    {
        ReadOnlySpan<byte> type = default, data = default, address = default;
        var reader = new Utf8JsonReader(part.Media, EventJson.Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("mimeType"u8)) type = EventJson.Text(ref reader, part.Media);
            else if (reader.ValueTextEquals("data"u8)) data = EventJson.Text(ref reader, part.Media);
            else if (reader.ValueTextEquals("fileUri"u8)) address = EventJson.Text(ref reader, part.Media);
            else reader.SkipValue();
        }
        // A draft that the model looked at while it thought is a step on its way.
        var kind = part.IsThought ? AnswerPieceKind.Work : AnswerPieceKind.Media;
        sink.Take(new AnswerPiece { Kind = kind, Choice = choice, Name = type.IsEmpty ? "media"u8 : type, Text = part.IsThought ? default : data, Id = part.IsThought ? default : address });
    }
}
