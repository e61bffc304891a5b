using Weir.Dialects.Conversations;
using Weir.Dialects.Json;
using Weir.Dialects.Media;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Reads where the bytes of images and files are.</summary>
internal static class MediaReader
{
    /// <summary>Reads an address: http, https, or data with the bytes in it.</summary>
    public static MediaSource? Address(JsonCursor url)
    {
        if (DataUrl.Is(RawJson.Inside(url.Element))) return DataUrl.Read(url);
        if (url.Text() is not { } address) return null;
        if (address.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || address.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            return new MediaSource(url.Element, default, null);
        url.Fail($"'{url.Path}' must be an http, https or data URL.", "invalid_value");
        return null;
    }

    /// <summary>Reads the bytes of a file: a data URL, or plain base 64 whose kind the file's name tells.</summary>
    public static MediaSource? FileData(JsonCursor data, string? filename)
    {
        if (DataUrl.Is(RawJson.Inside(data.Element))) return DataUrl.Read(data);
        return InlineBytes.Read(data) is { } bytes ? new MediaSource(null, bytes, MediaTypes.OfFile(filename) ?? "application/octet-stream") : null;
    }
}
