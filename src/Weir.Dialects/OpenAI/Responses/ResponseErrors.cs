using System.Text.Json;
using Weir.Dialects.Errors;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Reads errors that come inside an answer, where no status tells what they are.</summary>
internal static class ResponseErrors
{
    /// <summary>Reads an error.</summary>
    /// <param name="error">An object with <c>code</c>, <c>message</c>, and maybe <c>param</c> and <c>type</c>.</param>
    public static ProviderError Read(JsonElement error)
    {
        var code = Text(error, "code"u8);
        var type = Text(error, "type"u8);
        if (type == "error") type = null;
        var message = Text(error, "message"u8) ?? "The provider reported an error without saying which.";
        return new ProviderError(ErrorWords.KindOf(code, type, message), message, code ?? type, Text(error, "param"u8));
    }

    /// <summary>Some servers give a status for the code.</summary>
    private static string? Text(JsonElement error, ReadOnlySpan<byte> name)
    {
        if (error.ValueKind != JsonValueKind.Object || !error.TryGetProperty(name, out var said)) return null;
        if (said.ValueKind == JsonValueKind.Number) return said.GetRawText();
        return RawJson.Say(RawJson.Inside(said)) is { Length: > 0 } text ? text : null;
    }
}
