using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Weir.Dialects.Errors;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Errors: as clients are told them, and as providers report them, of whom few keep to OpenAI's form.</summary>
internal static class ChatErrors
{
    public static void Write(in ClientError error, bool asEvent, IBufferWriter<byte> output)
    {
        if (asEvent) output.Write("data: "u8);
        ErrorBody.Write(output, error.Message, error.Type, error.Param, error.Code);
        if (asEvent) output.Write("\n\n"u8);
    }

    /// <summary>Reads the error in an event of a stream, which has no status.</summary>
    public static ProviderError Read(ReadOnlySpan<byte> data) =>
        Parse(data) is { } said ? new ProviderError(ErrorWords.KindOf(said.Code, said.Type, said.Words), said.Message, said.Code, said.Param) : new ProviderError(ErrorKind.Internal, "", null, null);

    public static bool TryRead(int status, ReadOnlySpan<byte> body, [NotNullWhen(true)] out ProviderError? error)
    {
        error = null;
        if (Parse(body) is not { } said) return false;
        var kind = ErrorWording.Refine(ErrorKinds.Of(status), said.Code, said.Type, said.Words);
        error = new ProviderError(kind, said.Message, said.Code, said.Param);
        return true;
    }

    private static SaidError? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            return SaidError.Find(document.RootElement);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
