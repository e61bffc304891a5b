using System.Buffers;
using Weir.Dialects.Answers;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Writes the elements of <c>annotations</c> and <c>images</c>.</summary>
internal static class NoteOutput
{
    /// <param name="output">Where it goes.</param>
    /// <param name="url">The source's address.</param>
    /// <param name="title">Its title.</param>
    /// <param name="start">Where its range begins.</param>
    /// <param name="end">Where its range ends; 0 when it is not known.</param>
    public static void WriteCitation(IBufferWriter<byte> output, ReadOnlySpan<byte> url, ReadOnlySpan<byte> title, int start, int end)
    {
        output.Write("{\"type\":\"url_citation\",\"url_citation\":{\"start_index\":"u8);
        output.WriteNumber(start);
        output.Write(",\"end_index\":"u8);
        output.WriteNumber(end);
        output.Write(",\"url\":\""u8);
        output.Write(url);
        output.Write("\",\"title\":\""u8);
        output.Write(title);
        output.Write("\"}}"u8);
    }

    /// <param name="output">Where it goes.</param>
    /// <param name="type">The media type.</param>
    /// <param name="base64">The bytes; or empty.</param>
    /// <param name="url">The address, where the bytes did not come along.</param>
    /// <param name="index">Number of the picture: who puts a stream together joins elements that have the same.</param>
    public static void WriteImage(IBufferWriter<byte> output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> base64, ReadOnlySpan<byte> url, int index)
    {
        output.Write("{\"type\":\"image_url\",\"image_url\":{\"url\":\""u8);
        if (base64.IsEmpty) output.Write(url);
        else
        {
            output.Write("data:"u8);
            output.Write(type);
            output.Write(";base64,"u8);
            output.Write(base64);
        }
        output.Write("\"},\"index\":"u8);
        output.WriteNumber(index);
        output.Write("}"u8);
    }

    /// <summary>Writes the elements of <c>annotations</c> of a whole answer.</summary>
    public static void WriteCitations(IBufferWriter<byte> output, AnswerChoice choice)
    {
        var isFirst = true;
        foreach (var block in choice.Blocks)
        {
            foreach (var citation in block.Citations)
            {
                if (!isFirst) output.Write(","u8);
                isFirst = false;
                WriteCitation(output, citation.Url.Span, citation.Title.Span, citation.Start, citation.End);
            }
        }
    }

    /// <summary>Writes the member <c>images</c> of a whole answer, if there are any.</summary>
    public static void WriteImages(IBufferWriter<byte> output, AnswerChoice choice)
    {
        var index = 0;
        foreach (var block in choice.Blocks)
        {
            if (block.Kind != AnswerBlockKind.Media) continue;
            output.Write(index == 0 ? ",\"images\":["u8 : ","u8);
            WriteImage(output, block.Name.Span, block.Text, block.Id.Span, index++);
        }
        if (index > 0) output.Write("]"u8);
    }
}
