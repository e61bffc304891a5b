using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Errors;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>The event that ends a stream which failed.</summary>
internal static class ErrorEvent
{
    public static void Write(in ClientError error, IBufferWriter<byte> output)
    {
        output.Write("event: error\ndata: "u8);
        using (var writer = new Utf8JsonWriter(output, RawJson.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "error"u8);
            writer.WriteString("code"u8, error.Code);
            writer.WriteString("message"u8, error.Message);
            writer.WriteString("param"u8, error.Param);
            writer.WriteNumber("sequence_number"u8, error.Sequence);
            writer.WriteEndObject();
        }
        output.Write("\n\n"u8);
    }
}
