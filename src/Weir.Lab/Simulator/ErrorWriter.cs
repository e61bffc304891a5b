using System.Buffers;
using System.Text.Json;

namespace Weir.Lab.Simulator;

/// <summary>Writes the error object; all four keys are always there.</summary>
internal static class ErrorWriter
{
    public static void Write(IBufferWriter<byte> output, ApiError error)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteString("message", error.Message);
        writer.WriteString("type", error.Type);
        writer.WriteString("param", error.Param);
        writer.WriteString("code", error.Code);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
