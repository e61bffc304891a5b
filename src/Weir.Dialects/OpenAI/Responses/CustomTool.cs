using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>
/// Tools that take a free text instead of arguments. Other dialects have none: providers are told of a function with the one
/// argument <c>input</c>. A grammar, which only OpenAI can hold a model to, is told to the model in words.
/// </summary>
internal static class CustomTool
{
    /// <summary>Reads a declaration.</summary>
    /// <param name="tool">The declaration.</param>
    /// <param name="space">The namespace that it stands in, or null.</param>
    public static FunctionTool? Read(JsonCursor tool, JsonElement? space)
    {
        tool.OmitOthers("type", "name", "description", "format", "defer_loading");
        if (!JsonString.TryRequire(tool, "name", out var name)) return null;
        var text = new ArrayBufferWriter<byte>();
        text.Write("{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\""u8);
        if (tool.TryGet("format", out var format)) WriteFormat(format, text);
        text.Write("}},\"required\":[\"input\"],\"additionalProperties\":false}"u8);
        return new FunctionTool(space is { } given ? NamespacedName.Of(given, name) : name, tool.RawText("description"), JsonElement.Parse(text.WrittenSpan), tool.Path)
        {
            Origin = new ToolOrigin(name, space, IsCustom: true),
        };
    }

    private static void WriteFormat(JsonCursor format, ArrayBufferWriter<byte> text)
    {
        if (!format.TryRequire("type", out var type) || type.Text() is not { } word) return;
        if (word != "grammar")
        {
            format.OmitOthers("type");
            if (word != "text") type.FailChoice(word, "text", "grammar");
            return;
        }
        format.OmitOthers("type", "syntax", "definition");
        if (!JsonString.TryRequire(format, "syntax", out var syntax) || !JsonString.TryRequire(format, "definition", out var definition)) return;
        text.Write(",\"description\":\"A text that this grammar ("u8);
        text.Write(RawJson.Inside(syntax));
        text.Write(") generates, and nothing else:\\n"u8);
        text.Write(RawJson.Inside(definition));
        text.Write("\""u8);
    }

    /// <summary>The arguments that a text is.</summary>
    public static JsonElement Arguments(JsonElement input)
    {
        var text = new ArrayBufferWriter<byte>();
        text.Write("{\"input\":"u8);
        text.Write(RawJson.Of(input));
        text.Write("}"u8);
        return JsonElement.Parse(text.WrittenSpan);
    }

    /// <summary>The text that arguments are, the inside of a JSON string. A model that wrote something else has that for its text.</summary>
    /// <param name="arguments">The inside of a JSON string whose text is to be a JSON object.</param>
    public static ReadOnlySpan<byte> Input(ReadOnlySpan<byte> arguments)
    {
        var text = new ArrayBufferWriter<byte>(Math.Max(16, arguments.Length));
        if (!text.TryWriteUnescaped(arguments) || !ArgumentsObject.IsObject(text.WrittenSpan)) return arguments;
        var reader = new Utf8JsonReader(text.WrittenSpan, EventJson.Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isInput = reader.ValueSpan.SequenceEqual("input"u8);
            reader.Read();
            if (isInput && reader.TokenType == JsonTokenType.String) return reader.ValueSpan;
            reader.Skip();
        }
        return arguments;
    }
}
