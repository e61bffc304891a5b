using System.Text.Json;
using Weir.Dialects.Answers;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Hands on items that are no messages, thoughts or function calls.</summary>
internal static class OtherItems
{
    /// <param name="type">What it is, the inside of a JSON string.</param>
    /// <param name="item">The item.</param>
    /// <param name="sink">Where it goes.</param>
    public static void Send(ReadOnlySpan<byte> type, JsonElement item, IAnswerSink sink)
    {
        if (type.SequenceEqual("image_generation_call"u8)) SendImage(item, sink);
        else if (!type.IsEmpty) sink.Take(new AnswerPiece { Kind = IsWork(type) ? AnswerPieceKind.Work : AnswerPieceKind.Unknown, Name = type });
    }

    /// <summary>Whether it is a step that was taken at the provider, from beginning to end. Others wait for the client to do something, or are not known.</summary>
    private static bool IsWork(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("web_search_call"u8) || type.SequenceEqual("file_search_call"u8) || type.SequenceEqual("code_interpreter_call"u8)
        || type.SequenceEqual("mcp_call"u8) || type.SequenceEqual("mcp_list_tools"u8);

    private static void SendImage(JsonElement item, IAnswerSink sink)
    {
        var result = ItemPieces.Member(item, "result"u8);
        if (result.IsEmpty) return;
        var format = ItemPieces.Member(item, "output_format"u8);
        var type = format.SequenceEqual("jpeg"u8) ? "image/jpeg"u8 : format.SequenceEqual("webp"u8) ? "image/webp"u8 : "image/png"u8;
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Media, Name = type, Text = result });
    }
}
