using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Frames events: <c>event:</c> repeats the payload's type, and every payload has its number.</summary>
internal sealed class EventFrame
{
    private readonly Utf8JsonWriter _writer = new(Stream.Null, RawJson.WriterOptions);
    private IBufferWriter<byte>? _output;

    /// <summary>The number of the next event.</summary>
    public long Next { get; set; }

    /// <summary>Begins an event and gives the writer for its members.</summary>
    public Utf8JsonWriter Begin(IBufferWriter<byte> output, ReadOnlySpan<byte> type)
    {
        _output = output;
        output.Write("event: "u8);
        output.Write(type);
        output.Write("\ndata: "u8);
        _writer.Reset(output);
        _writer.WriteStartObject();
        _writer.WriteString("type"u8, type);
        _writer.WriteNumber("sequence_number"u8, Next++);
        return _writer;
    }

    /// <summary>Begins an event of an item's part.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="type">The event's type.</param>
    /// <param name="item">The item.</param>
    /// <param name="partName"><c>content_index</c> or <c>summary_index</c>, or empty for items without parts.</param>
    /// <param name="part">Which part.</param>
    public Utf8JsonWriter Begin(IBufferWriter<byte> output, ReadOnlySpan<byte> type, OutputItem item, ReadOnlySpan<byte> partName, int part)
    {
        Begin(output, type);
        _writer.WriteInside("item_id"u8, item.Id);
        _writer.WriteNumber("output_index"u8, item.Index);
        if (!partName.IsEmpty) _writer.WriteNumber(partName, part);
        return _writer;
    }

    /// <summary>Ends the event.</summary>
    public void End()
    {
        _writer.WriteEndObject();
        _writer.Flush();
        _output?.Write("\n\n"u8);
    }
}
