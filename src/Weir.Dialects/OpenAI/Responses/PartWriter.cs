using System.Text;
using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;
using Weir.Dialects.Media;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Writes the parts of messages and of functions' results. Marks for a prompt cache are left out: OpenAI caches prefixes by itself.</summary>
internal static class PartWriter
{
    /// <summary>Whether the part can be said; an omission when not.</summary>
    public static bool CanWrite(Part part, RequestReading reading)
    {
        var why = part switch
        {
            TextPart or RefusalPart => null,
            ImagePart image => WhyNot(image.Source),
            FilePart file => WhyNot(file.Source),
            AudioPart => "OpenAI's Responses API takes no recordings",
            _ => "OpenAI's Responses API has no such part in a message",
        };
        if (why is null) return true;
        reading.OmitContent(part.Path, why);
        return false;
    }

    private static string? WhyNot(MediaSource source)
    {
        if (source.FileId is { } id && !RawJson.Inside(id).StartsWith("file-"u8)) return "the file was uploaded to another provider";
        if (source.Url is { } url && !Begins(RawJson.Inside(url), "http"u8)) return "OpenAI fetches only http and https addresses";
        return source.IsInline || source.Url is not null || source.FileId is not null ? null : "it has neither bytes nor an address";
    }

    private static bool Begins(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start) => text.Length >= start.Length && Ascii.EqualsIgnoreCase(text[..start.Length], start);

    public static void Write(Utf8JsonWriter writer, Part part)
    {
        writer.WriteStartObject();
        switch (part)
        {
            case TextPart text: WriteText(writer, text.Text); break;
            case RefusalPart refusal: WriteText(writer, refusal.Text); break;
            case ImagePart image: WriteImage(writer, image); break;
            case FilePart file: WriteFile(writer, file); break;
        }
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, JsonElement text)
    {
        writer.WriteString("type"u8, "input_text"u8);
        writer.WriteRaw("text"u8, text);
    }

    private static void WriteImage(Utf8JsonWriter writer, ImagePart image)
    {
        writer.WriteString("type"u8, "input_image"u8);
        if (image.Source.FileId is { } id) writer.WriteRaw("file_id"u8, id);
        else if (image.Source.Url is { } url) writer.WriteRaw("image_url"u8, url);
        else writer.WriteDataUrl("image_url"u8, image.Source);
        if (image.Detail is { } detail) writer.WriteRaw("detail"u8, detail);
        else writer.WriteString("detail"u8, "auto"u8);
    }

    private static void WriteFile(Utf8JsonWriter writer, FilePart file)
    {
        writer.WriteString("type"u8, "input_file"u8);
        if (file.Source.FileId is { } id) writer.WriteRaw("file_id"u8, id);
        else if (file.Source.Url is { } url) writer.WriteRaw("file_url"u8, url);
        else
        {
            if (file.Name is { } name) writer.WriteRaw("filename"u8, name);
            else writer.WriteString("filename"u8, MediaTypes.FileName(file.Source.MediaType));
            writer.WriteDataUrl("file_data"u8, file.Source);
        }
    }
}
