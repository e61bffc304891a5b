using System.Text.Json;
using Weir.Dialects.Answers;

namespace Weir.Dialects.Bedrock;

/// <summary>Sources, pictures, and blocks of which no more than their name is told.</summary>
internal static class OtherBlocks
{
    /// <summary>Whether a tool runs at Bedrock, so that nobody waits for the client.</summary>
    public static bool IsServerTool(ReadOnlySpan<byte> type) => type.SequenceEqual("server_tool_use"u8);

    /// <summary>Hands on that there is a block of a kind that is read nowhere else.</summary>
    public static void Send(ReadOnlySpan<byte> name, IAnswerSink sink)
    {
        var isWork = name.SequenceEqual("toolUse"u8) || name.SequenceEqual("toolResult"u8) || name.SequenceEqual("searchResult"u8) || name.SequenceEqual("guardContent"u8);
        sink.Take(new AnswerPiece { Kind = isWork ? AnswerPieceKind.Work : AnswerPieceKind.Unknown, Name = name });
    }

    /// <summary>Hands on a picture.</summary>
    /// <param name="image">The raw block, or a stream's delta.</param>
    /// <param name="format">What is known of its format before it comes: the inside of a JSON string, or empty.</param>
    /// <param name="sink">Where it goes.</param>
    public static void SendImage(ReadOnlySpan<byte> image, ReadOnlySpan<byte> format, IAnswerSink sink)
    {
        var bytes = BlockScan.Member(BlockScan.Member(image, "source"u8, JsonTokenType.StartObject), "bytes"u8, JsonTokenType.String);
        var own = BlockScan.Member(image, "format"u8, JsonTokenType.String);
        if (!own.IsEmpty) format = own;
        var type = format.SequenceEqual("jpeg"u8) ? "image/jpeg"u8 : format.SequenceEqual("webp"u8) ? "image/webp"u8 : format.SequenceEqual("gif"u8) ? "image/gif"u8 : "image/png"u8;
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Media, Name = type, Text = bytes });
    }

    /// <summary>Takes a source of the block that is being said.</summary>
    /// <param name="citation">The raw citation.</param>
    /// <param name="cited">The block.</param>
    /// <param name="sink">Where it goes when it is no address.</param>
    public static void Cite(ReadOnlySpan<byte> citation, CitedText cited, IAnswerSink sink)
    {
        var web = BlockScan.Member(BlockScan.Member(citation, "location"u8, JsonTokenType.StartObject), "web"u8, JsonTokenType.StartObject);
        var url = BlockScan.Member(web, "url"u8, JsonTokenType.String);
        if (url.IsEmpty) url = BlockScan.Member(citation, "source"u8, JsonTokenType.String);
        if (url.StartsWith("http"u8)) cited.Cite(url, BlockScan.Member(citation, "title"u8, JsonTokenType.String), default);
        else sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Work, Name = "citation"u8 });
    }
}
