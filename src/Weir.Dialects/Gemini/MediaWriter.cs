using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;
using Weir.Dialects.Media;

namespace Weir.Dialects.Gemini;

/// <summary>Writes images, recordings and documents.</summary>
internal static class MediaWriter
{
    /// <summary>Writes a part, or notes why it cannot be given to Gemini.</summary>
    /// <returns>Whether it was written.</returns>
    public static bool TryWrite(Utf8JsonWriter writer, Part part, RequestReading reading)
    {
        var source = part switch
        {
            ImagePart image => image.Source,
            AudioPart audio => audio.Source,
            // A document's name is for people: the model reads the document, and Gemini has no place for the name.
            FilePart file => file.Source,
            _ => null,
        };
        var why = source is null ? "Gemini takes no such part here" : Problem(part, source);
        if (why is not null)
        {
            reading.OmitContent(part.Path, why);
            return false;
        }
        // "auto" is what happens anyway; how close Gemini looks is set for a whole request, if at all.
        if (part is ImagePart { Detail: { } detail } && !RawJson.Inside(detail).SequenceEqual("auto"u8)) reading.Omit(part.Path.Member("detail"));
        writer.WriteStartObject();
        Write(writer, source!);
        writer.WriteEndObject();
        return true;
    }

    private static void Write(Utf8JsonWriter writer, MediaSource source)
    {
        var isInline = source.IsInline;
        writer.WriteStartObject(isInline ? "inlineData"u8 : "fileData"u8);
        if (TypeOf(source) is { } type) writer.WriteString("mimeType"u8, type);
        if (isInline) writer.WriteInside("data"u8, source.Base64.Span);
        else writer.WriteRaw("fileUri"u8, (source.Url ?? source.FileId)!.Value);
        writer.WriteEndObject();
    }

    private static string? Problem(Part part, MediaSource source)
    {
        if (source.FileId is { } id && !IsOwn(id)) return "the file was uploaded to another provider: give its bytes";
        if (source is { IsInline: false, Url: null, FileId: null }) return "it has neither bytes nor an address";
        var type = TypeOf(source);
        // Google knows the types of its own files.
        if (type is null) return source.FileId is not null ? null : "Gemini has to be told the media type of what stands at an address: give its bytes";
        return part is ImagePart && type is not ("image/png" or "image/jpeg" or "image/webp" or "image/heic" or "image/heif")
            ? $"Gemini looks at PNG, JPEG, WebP, HEIC and HEIF images, not at {type}"
            : null;
    }

    private static bool IsOwn(JsonElement id) => RawJson.Say(RawJson.Inside(id))?.StartsWith(MediaReader.OwnFiles, StringComparison.Ordinal) == true;

    /// <summary>The media type, if need be as the end of the address tells it.</summary>
    private static string? TypeOf(MediaSource source)
    {
        if (source.MediaType is { } known) return known == "image/jpg" ? "image/jpeg" : known;
        if (source.Url is not { } url || RawJson.Say(RawJson.Inside(url)) is not { } address || !Uri.TryCreate(address, UriKind.Absolute, out var uri)) return null;
        return MediaTypes.OfFile(uri.AbsolutePath);
    }
}
