using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;
using Weir.Dialects.Media;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Writes the content of messages.</summary>
internal sealed class ContentWriter(Utf8JsonWriter writer, RequestReading reading)
{
    /// <summary>The text of a part that is text, or null.</summary>
    public static JsonElement? TextOf(Part part) => part switch
    {
        TextPart text => text.Text,
        RefusalPart refusal => refusal.Text,
        _ => null,
    };

    /// <summary>
    /// Writes texts as one string, which is the only form that every server takes, for every role. Several are set apart by an
    /// empty line, so that the end of one and the beginning of the next do not run together.
    /// </summary>
    public void WriteTexts(List<JsonElement> texts)
    {
        if (texts.Count == 1)
        {
            writer.WriteRaw(texts[0]);
            return;
        }
        var inside = new ArrayBufferWriter<byte>();
        foreach (var text in texts)
        {
            if (inside.WrittenCount > 0) inside.Write("\\n\\n"u8);
            inside.Write(RawJson.Inside(text));
        }
        writer.WriteInside(inside.WrittenSpan);
    }

    /// <summary>Writes a user's message.</summary>
    public void Write(List<(ToolResultPart Result, Part Part)> attached, List<Part> parts)
    {
        if (attached.Count == 0 && parts.TrueForAll(static part => TextOf(part) is not null))
        {
            WriteTexts(parts.ConvertAll(static part => TextOf(part)!.Value));
            return;
        }
        writer.WriteStartArray();
        ToolResultPart? of = null;
        foreach (var (result, part) in attached)
        {
            if (!ReferenceEquals(of, result)) WriteText(Encoding.UTF8.GetBytes($"Attached to the result of the tool call '{RawJson.Say(RawJson.Inside(result.CallId))}':"));
            of = result;
            WritePart(part);
        }
        foreach (var part in parts) WritePart(part);
        writer.WriteEndArray();
    }

    private void WritePart(Part part)
    {
        switch (part)
        {
            case ImagePart image: WriteImage(image); break;
            case AudioPart audio: WriteAudio(audio); break;
            case FilePart file: WriteFile(file); break;
            default:
                if (TextOf(part) is { } text) WriteText(text);
                else reading.OmitContent(part.Path, "chat completions have no such part in a user's message");
                break;
        }
    }

    private void WriteText(JsonElement text)
    {
        Begin("text"u8);
        writer.WriteRaw("text"u8, text);
        writer.WriteEndObject();
    }

    private void WriteText(ReadOnlySpan<byte> text)
    {
        Begin("text"u8);
        writer.WriteString("text"u8, text);
        writer.WriteEndObject();
    }

    private void WriteImage(ImagePart image)
    {
        if (!image.Source.IsInline && !HasWebAddress(image.Source))
        {
            reading.OmitContent(image.Path, "images in chat completions are data or http addresses");
            return;
        }
        Begin("image_url"u8);
        writer.WriteStartObject("image_url"u8);
        if (image.Source.Url is { } url) writer.WriteRaw("url"u8, url);
        else writer.WriteDataUrl("url"u8, image.Source);
        if (image.Detail is { } detail) writer.WriteRaw("detail"u8, detail);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteAudio(AudioPart audio)
    {
        ReadOnlySpan<byte> format = audio.Source.MediaType switch
        {
            "audio/wav" or "audio/x-wav" or "audio/wave" => "wav"u8,
            "audio/mp3" or "audio/mpeg" => "mp3"u8,
            _ => default,
        };
        if (!audio.Source.IsInline || format.IsEmpty)
        {
            reading.OmitContent(audio.Path, "recordings in chat completions are WAV or MP3 data");
            return;
        }
        Begin("input_audio"u8);
        writer.WriteStartObject("input_audio"u8);
        writer.WriteInside("data"u8, audio.Source.Base64.Span);
        writer.WriteString("format"u8, format);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteFile(FilePart file)
    {
        if (IsText(file.Source) && InlineBytes.TryText(file.Source.Base64.Span, out var text))
        {
            if (file.Name is { } name) WriteText(name);
            WriteText(text.Span);
        }
        else if (file.Source is { IsInline: true, MediaType: "application/pdf" } || IsOpenAIsFile(file.Source)) WriteFilePart(file);
        else reading.OmitContent(file.Path, "files in chat completions are PDF data, text, or OpenAI's 'file-…' identifiers");
    }

    private void WriteFilePart(FilePart file)
    {
        Begin("file"u8);
        writer.WriteStartObject("file"u8);
        if (file.Source.FileId is { } id) writer.WriteRaw("file_id"u8, id);
        else
        {
            // OpenAI wants a name wherever there is data.
            if (file.Name is { } name) writer.WriteRaw("filename"u8, name);
            else writer.WriteString("filename"u8, "document.pdf"u8);
            writer.WriteDataUrl("file_data"u8, file.Source);
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void Begin(ReadOnlySpan<byte> type)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
    }

    private static bool HasWebAddress(MediaSource source) =>
        source.Url is { } url && RawJson.Say(RawJson.Inside(url)) is { } address
        && (address.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || address.StartsWith("http://", StringComparison.OrdinalIgnoreCase));

    private static bool IsOpenAIsFile(MediaSource source) => source.FileId is { } id && RawJson.Inside(id).StartsWith("file-"u8);

    private static bool IsText(MediaSource source) => source.IsInline && source.MediaType?.StartsWith("text/", StringComparison.Ordinal) == true;
}
