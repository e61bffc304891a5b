using System.Buffers;
using System.Buffers.Text;

namespace Weir.Dialects.Anthropic;

/// <summary>Writes the pieces of events straight into the output: nothing is allocated per event.</summary>
internal static class EventText
{
    public static void WriteNumber(this IBufferWriter<byte> output, long number)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(20), out var written);
        output.Advance(written);
    }

    /// <summary>Writes <c>content_block_start</c> up to the block itself, which the caller writes, and <see cref="EndEvent"/> after it.</summary>
    public static void WriteBlockStart(this IBufferWriter<byte> output, int index)
    {
        output.Write("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":"u8);
        output.WriteNumber(index);
        output.Write(",\"content_block\":"u8);
    }

    /// <summary>Writes a whole <c>content_block_delta</c>.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="index">The block.</param>
    /// <param name="delta">The delta's JSON up to the text's opening quote.</param>
    /// <param name="text">The inside of a JSON string.</param>
    public static void WriteDelta(this IBufferWriter<byte> output, int index, ReadOnlySpan<byte> delta, ReadOnlySpan<byte> text)
    {
        output.Write("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"u8);
        output.WriteNumber(index);
        output.Write(",\"delta\":"u8);
        output.Write(delta);
        output.Write(text);
        output.Write("\"}}\n\n"u8);
    }

    /// <summary>Writes a whole <c>content_block_delta</c> whose delta has an object with three texts at its end.</summary>
    public static void WriteDelta(this IBufferWriter<byte> output, int index, ReadOnlySpan<byte> delta, ReadOnlySpan<byte> first,
        ReadOnlySpan<byte> before2, ReadOnlySpan<byte> second, ReadOnlySpan<byte> before3, ReadOnlySpan<byte> third)
    {
        output.Write("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"u8);
        output.WriteNumber(index);
        output.Write(",\"delta\":"u8);
        output.Write(delta);
        output.Write(first);
        output.Write(before2);
        output.Write(second);
        output.Write(before3);
        output.Write(third);
        output.Write("\"}}}\n\n"u8);
    }

    public static void WriteBlockStop(this IBufferWriter<byte> output, int index)
    {
        output.Write("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":"u8);
        output.WriteNumber(index);
        output.EndEvent();
    }

    public static void EndEvent(this IBufferWriter<byte> output) => output.Write("}\n\n"u8);
}
