using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;
using Weir.Dialects.Media;

namespace Weir.Dialects.Gemini;

/// <summary>Reads images, recordings and documents.</summary>
internal static class MediaReader
{
    /// <summary>How the addresses of files begin that were uploaded to Google: nobody else can fetch those.</summary>
    public const string OwnFiles = "https://generativelanguage.googleapis.com/";

    public static void ReadInline(JsonCursor inline, JsonPath path, List<Part> into)
    {
        if (!inline.IsObject()) return;
        inline.OmitOthersThan("mimeType", "data", "displayName");
        var type = inline.TryRequireFind("mimeType", out var mime) ? MediaTypes.Read(mime) : null;
        var data = inline.TryRequire("data", out var bytes) ? InlineBytes.Read(bytes) : null;
        if (type is not null && data is { } base64) into.Add(PartOf(inline, new MediaSource(null, base64, type), path));
    }

    public static void ReadFile(JsonCursor file, JsonPath path, List<Part> into)
    {
        if (!file.IsObject()) return;
        file.OmitOthersThan("mimeType", "fileUri", "displayName");
        var known = file.TryFind("mimeType", out var mime) && mime.IsText() && !RawJson.Inside(mime.Element).IsEmpty ? MediaTypes.Read(mime) : null;
        if (!file.TryRequireFind("fileUri", out var uri) || uri.Text() is not { } address) return;
        if (address.Length == 0)
        {
            uri.Fail($"'{uri.Path}' must not be empty.", "invalid_value");
            return;
        }
        var isOwn = address.StartsWith(OwnFiles, StringComparison.Ordinal);
        into.Add(PartOf(file, isOwn ? new MediaSource(null, default, known, uri.Element) : new MediaSource(uri.Element, default, known), path));
    }

    private static Part PartOf(JsonCursor media, MediaSource source, JsonPath path)
    {
        var name = media.RawText(media.Spelt("displayName"));
        if (source.MediaType?.StartsWith("image/", StringComparison.Ordinal) == true) return Unnamed(media, name, new ImagePart(source, null, path));
        if (source.MediaType?.StartsWith("audio/", StringComparison.Ordinal) == true) return Unnamed(media, name, new AudioPart(source, path));
        return new FilePart(source, name, path);
    }

    private static Part Unnamed(JsonCursor media, JsonElement? name, Part part)
    {
        if (name is not null) media.Reading.Omit(media.Path.Member(media.Spelt("displayName")));
        return part;
    }
}
