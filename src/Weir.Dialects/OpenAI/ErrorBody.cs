using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weir.Dialects.OpenAI;

/// <summary>OpenAI's error object: <c>{"error":{"message","type","param","code"}}</c>, always with all four keys.</summary>
public static class ErrorBody
{
    /// <summary>For people: an apostrophe stays one. The escapes left out protect HTML alone, and this is JSON.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonEncodedText Error = JsonEncodedText.Encode("error");
    private static readonly JsonEncodedText Message = JsonEncodedText.Encode("message");
    private static readonly JsonEncodedText Type = JsonEncodedText.Encode("type");
    private static readonly JsonEncodedText Param = JsonEncodedText.Encode("param");
    private static readonly JsonEncodedText Code = JsonEncodedText.Encode("code");

    /// <summary>Writes an error object.</summary>
    public static void Write(IBufferWriter<byte> output, string message, string type, string? param, string? code)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        writer.WriteStartObject(Error);
        writer.WriteString(Message, message);
        writer.WriteString(Type, type);
        writer.WriteString(Param, param);
        writer.WriteString(Code, code);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Looks at an error body that an upstream sent.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="code">The error's <c>code</c>, or null when there is none.</param>
    /// <param name="message">The error's message, or null when there is none.</param>
    /// <param name="type">The error's type, or null when there is none.</param>
    /// <param name="param">The error's param, or null when there is none.</param>
    /// <returns>Whether the body is an error object with all four keys, which can be passed on as it is.</returns>
    public static bool TryRead(ReadOnlySpan<byte> body, out string? message, out string? type, out string? param, out string? code)
    {
        message = type = param = code = null;
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("error"u8, out var error)) return false;
            if (error.ValueKind == JsonValueKind.String) message = error.GetString();
            if (error.ValueKind != JsonValueKind.Object) return false;
            var keys = Read(error, "message", out message) & Read(error, "type", out type)
                & Read(error, "param", out param) & Read(error, "code", out code);
            return keys && message is not null && type is not null
                && body[(int)reader.BytesConsumed..].IndexOfAnyExcept(" \t\r\n"u8) < 0;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool Read(JsonElement error, string name, out string? value)
    {
        value = null;
        if (!error.TryGetProperty(name, out var member)) return false;
        // Some servers send the status as a number for the code.
        value = member.ValueKind switch
        {
            JsonValueKind.String => member.GetString(),
            JsonValueKind.Number => member.GetRawText(),
            _ => null,
        };
        return true;
    }
}
