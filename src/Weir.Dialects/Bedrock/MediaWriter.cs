using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Bedrock;

/// <summary>Writes images and documents.</summary>
internal sealed class MediaWriter(Utf8JsonWriter writer, RequestReading reading)
{
    private readonly DocumentNames _names = new();

    /// <summary>Writes a part, or notes why it cannot be given to Bedrock.</summary>
    /// <returns>Whether it was written.</returns>
    public bool TryWrite(Part part)
    {
        switch (part)
        {
            case ImagePart image:
                if (!Takes(image.Source, ImageFormat(image.Source.MediaType), part, "PNG, JPEG, GIF and WebP images")) return false;
                // "auto" is what happens anyway.
                if (image.Detail is { } detail && !RawJson.Inside(detail).SequenceEqual("auto"u8)) reading.Omit(part.Path.Member("detail"));
                Write("image"u8, ImageFormat(image.Source.MediaType)!, image.Source, null);
                return true;
            case FilePart file:
                if (!Takes(file.Source, DocumentFormat(file.Source.MediaType), part, "PDF, CSV, Word, Excel, HTML, Markdown and text documents")) return false;
                Write("document"u8, DocumentFormat(file.Source.MediaType)!, file.Source, _names.Next(file.Name));
                return true;
            default:
                reading.OmitContent(part.Path, part is AudioPart ? "Converse listens to no recordings" : "Converse takes no such part here");
                return false;
        }
    }

    private bool Takes(MediaSource source, string? format, Part part, string known)
    {
        var why = source.FileId is not null ? "the file was uploaded to another provider: give its bytes"
            : !source.IsInline && !IsS3(source) ? "Bedrock fetches nothing but s3:// addresses: give its bytes"
            : format is null ? $"Bedrock takes {known}, not {source.MediaType ?? "what its media type is not known of"}"
            : null;
        if (why is not null) reading.OmitContent(part.Path, why);
        return why is null;
    }

    private static bool IsS3(MediaSource source) => source.Url is { } url && RawJson.Inside(url).StartsWith("s3://"u8);

    private void Write(ReadOnlySpan<byte> kind, string format, MediaSource source, string? name)
    {
        writer.WriteStartObject();
        writer.WriteStartObject(kind);
        writer.WriteString("format"u8, format);
        if (name is not null) writer.WriteString("name"u8, name);
        writer.WriteStartObject("source"u8);
        if (source.IsInline) writer.WriteInside("bytes"u8, source.Base64.Span);
        else
        {
            writer.WriteStartObject("s3Location"u8);
            writer.WriteRaw("uri"u8, source.Url!.Value);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string? ImageFormat(string? type) => type switch
    {
        "image/png" => "png",
        "image/jpeg" or "image/jpg" => "jpeg",
        "image/gif" => "gif",
        "image/webp" => "webp",
        _ => null,
    };

    private static string? DocumentFormat(string? type) => type switch
    {
        "application/pdf" => "pdf",
        "text/csv" => "csv",
        "application/msword" => "doc",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.ms-excel" => "xls",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        "text/html" => "html",
        "text/plain" => "txt",
        "text/markdown" => "md",
        _ => null,
    };
}
