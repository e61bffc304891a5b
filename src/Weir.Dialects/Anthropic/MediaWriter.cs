using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;
using Weir.Dialects.Media;

namespace Weir.Dialects.Anthropic;

/// <summary>Writes images and documents.</summary>
internal sealed class MediaWriter(Utf8JsonWriter writer, RequestReading reading)
{
    public void Write(ImagePart image)
    {
        var source = image.Source;
        var media = source.MediaType == "image/jpg" ? "image/jpeg" : source.MediaType;
        if (source.IsInline && media is not ("image/png" or "image/jpeg" or "image/gif" or "image/webp"))
            reading.OmitContent(image.Path, $"Anthropic takes images as image/png, image/jpeg, image/gif or image/webp, not as {media}");
        else if (CanSend(source, image.Path))
        {
            // OpenAI's "auto" leaves it to the provider how closely an image is looked at, which is Anthropic's way always.
            if (image.Detail is { } detail && !RawJson.Inside(detail).SequenceEqual("auto"u8))
                reading.Omit(image.Path, "Anthropic does not let the detail of an image be chosen");
            Begin("image"u8);
            Source(source, media);
            BlockWriter.WriteCache(writer, image.Cache);
            writer.WriteEndObject();
        }
    }

    public void Write(FilePart file)
    {
        var source = file.Source;
        var isText = source.MediaType?.StartsWith("text/", StringComparison.Ordinal) == true;
        if (source.MediaType is not (null or "application/pdf") && !(isText && source.IsInline))
            reading.OmitContent(file.Path, $"Anthropic takes PDF files and texts as documents, not {source.MediaType}");
        else if (isText) Text(file);
        else if (CanSend(source, file.Path))
        {
            Begin("document"u8);
            Source(source, source.MediaType);
            End(file);
        }
    }

    private void Text(FilePart file)
    {
        if (!InlineBytes.TryText(file.Source.Base64.Span, out var text))
        {
            reading.OmitContent(file.Path, "it is said to be a text and is not valid UTF-8");
            return;
        }
        Begin("document"u8);
        writer.WriteStartObject("source"u8);
        writer.WriteString("type"u8, "text"u8);
        writer.WriteString("media_type"u8, "text/plain"u8);
        writer.WriteString("data"u8, text.Span);
        writer.WriteEndObject();
        End(file);
    }

    private void Begin(ReadOnlySpan<byte> type)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
    }

    private void End(FilePart file)
    {
        if (file.Name is { } name && !RawJson.Inside(name).IsEmpty) writer.WriteRaw("title"u8, name);
        BlockWriter.WriteCache(writer, file.Cache);
        writer.WriteEndObject();
    }

    private bool CanSend(MediaSource source, JsonPath path)
    {
        if (source.IsInline) return true;
        if (source.Url is { } url)
        {
            if (RawJson.Inside(url).StartsWith("http"u8)) return true;
            reading.OmitContent(path, "Anthropic takes http and https addresses alone");
            return false;
        }
        // OpenAI's files are file-…, Gemini's files/….
        if (source.FileId is { } file && RawJson.Inside(file).StartsWith("file_"u8)) return true;
        reading.OmitContent(path, "the file was uploaded to another provider than Anthropic");
        return false;
    }

    private void Source(MediaSource source, string? media)
    {
        writer.WriteStartObject("source"u8);
        if (source.IsInline)
        {
            writer.WriteString("type"u8, "base64"u8);
            writer.WriteString("media_type"u8, media);
            writer.WriteInside("data"u8, source.Base64.Span);
        }
        else if (source.Url is { } url)
        {
            writer.WriteString("type"u8, "url"u8);
            writer.WriteRaw("url"u8, url);
        }
        else
        {
            writer.WriteString("type"u8, "file"u8);
            writer.WriteRaw("file_id"u8, source.FileId!.Value);
        }
        writer.WriteEndObject();
    }
}
