using System.Text.Json;
using Weir.Dialects.Answers;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Reads a whole response.</summary>
internal static class ResponseBody
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = RequestHeadReader.MaxDepth };

    /// <summary>Reads a response that has come to its end; one that failed, was cancelled or goes on in the background is no answer.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> body, IAnswerSink sink)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Options);
            var response = document.RootElement;
            var status = ItemPieces.Member(response, "status"u8);
            if (response.ValueKind != JsonValueKind.Object || !(status.SequenceEqual("completed"u8) || status.SequenceEqual("incomplete"u8))) return false;
            if (!response.TryGetProperty("output"u8, out var output) || output.ValueKind != JsonValueKind.Array) return false;
            var pieces = new ItemPieces();
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin, Name = ItemPieces.Member(response, "model"u8), Id = ItemPieces.Member(response, "id"u8) });
            TakeOutput(response, pieces, sink);
            ResponseEnd.Take(response, pieces.HasCalls, sink);
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.End });
            return true;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Hands on all items of a response's output.</summary>
    public static void TakeOutput(JsonElement response, ItemPieces pieces, IAnswerSink sink)
    {
        if (!response.TryGetProperty("output"u8, out var output) || output.ValueKind != JsonValueKind.Array) return;
        foreach (var item in output.EnumerateArray())
            if (item.ValueKind == JsonValueKind.Object) pieces.Finish(new ItemProgress(), item, sink);
    }
}
