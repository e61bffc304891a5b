using Weir.Dialects.Answers;

namespace Weir.Dialects.Anthropic;

/// <summary>Blocks, deltas and citations of which no more than their type is told.</summary>
internal static class OtherBlocks
{
    /// <summary>Hands on that there is a block of a type that is read nowhere else.</summary>
    public static void Send(ReadOnlySpan<byte> type, IAnswerSink sink)
    {
        if (!type.IsEmpty) sink.Take(new AnswerPiece { Kind = IsWork(type) ? AnswerPieceKind.Work : AnswerPieceKind.Unknown, Name = type });
    }

    /// <summary>Takes a delta that adds nothing to what is said: a citation, or something new.</summary>
    public static StreamEventKind SendDelta(StreamBody delta, CitedText cited, IAnswerSink sink)
    {
        if (!delta.Type.SequenceEqual("citations_delta"u8))
        {
            Send(delta.Type, sink);
            return StreamEventKind.Other;
        }
        var citation = CitationBody.Read(delta.Citation);
        if (citation.Url.StartsWith("http"u8)) cited.Cite(citation.Url, citation.Title, citation.Quote);
        else SendCitation(citation.Type, sink);
        return StreamEventKind.Other;
    }

    /// <summary>Hands on that a text cites what has no address: a place in a document that the client itself gave.</summary>
    public static void SendCitation(ReadOnlySpan<byte> type, IAnswerSink sink)
    {
        if (!type.IsEmpty) sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Work, Name = type });
    }

    /// <summary>Whether it is a step of a tool that runs at Anthropic: <c>server_tool_use</c>, <c>web_search_tool_result</c>, <c>mcp_tool_use</c>, …</summary>
    private static bool IsWork(ReadOnlySpan<byte> type) =>
        type.EndsWith("_tool_result"u8) || type.SequenceEqual("server_tool_use"u8) || type.SequenceEqual("mcp_tool_use"u8);
}
