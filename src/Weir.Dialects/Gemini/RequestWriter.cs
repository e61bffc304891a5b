using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Writes a <c>GenerateContentRequest</c>.</summary>
internal static class RequestWriter
{
    public static void Write(Conversation conversation, ProviderTarget target, IBufferWriter<byte> output)
    {
        var model = new GeminiModel(target.Model);
        using var writer = new Utf8JsonWriter(output, RawJson.WriterOptions);
        writer.WriteStartObject();
        ContentsWriter.Write(writer, conversation, model);
        ToolsWriter.Write(writer, conversation);
        ConfigWriter.Write(writer, conversation, model);
        var options = conversation.Options;
        options.PassAs(writer, "safety_settings", "safetySettings");
        options.PassAs(writer, "cached_content", "cachedContent");
        options.Pass(writer, "labels");
        writer.WriteEndObject();
        // Weir's ledger attributes calls; Gemini finds repeated prefixes by itself, without being told which belong together.
        options.Settle("user", "safety_identifier", "metadata", "prompt_cache_key");
        options.OmitRest();
    }
}
