using Weir.Dialects.Json;

namespace Weir.Dialects.Media;

/// <summary>Media types, and the ends of files' names that stand for them.</summary>
internal static class MediaTypes
{
    /// <summary>The first name of a type is the one that a nameless file gets.</summary>
    private static readonly (string End, string Type)[] Known =
    [
        (".pdf", "application/pdf"),
        (".txt", "text/plain"), (".log", "text/plain"),
        (".md", "text/markdown"),
        (".csv", "text/csv"),
        (".html", "text/html"), (".htm", "text/html"),
        (".json", "application/json"),
        (".xml", "application/xml"),
        (".doc", "application/msword"),
        (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (".xls", "application/vnd.ms-excel"),
        (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        (".png", "image/png"),
        (".jpg", "image/jpeg"), (".jpeg", "image/jpeg"),
        (".gif", "image/gif"),
        (".webp", "image/webp"),
        (".heic", "image/heic"),
        (".heif", "image/heif"),
        (".wav", "audio/wav"),
        (".mp3", "audio/mp3"),
        (".mp4", "video/mp4"),
    ];

    /// <summary>The type of a file as its name's end tells it, or null.</summary>
    /// <param name="name">A file's name, or the path of an address.</param>
    public static string? OfFile(string? name)
    {
        var end = Path.GetExtension(name);
        foreach (var known in Known)
            if (known.End.Equals(end, StringComparison.OrdinalIgnoreCase)) return known.Type;
        return null;
    }

    /// <summary>A name for a file that has none, so that its kind is known by its end.</summary>
    public static string FileName(string? type)
    {
        foreach (var known in Known)
            if (known.Type == type) return "file" + known.End;
        return "file";
    }

    /// <summary>Whether a text is a media type without parameters. Types go into other dialects' JSON and addresses as they are.</summary>
    public static bool Is(string text) =>
        text.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash < text.Length - 1
        && text.All(static character => char.IsAsciiLetterOrDigit(character) || "/+-._".Contains(character, StringComparison.Ordinal));

    /// <summary>A media type that a client names, with its parameters if it has any, in lower case; or null and a fault.</summary>
    public static string? Read(JsonCursor type)
    {
        if (type.Text() is not { } text) return null;
        var end = text.IndexOf(';', StringComparison.Ordinal) is >= 0 and var at ? at : text.Length;
        if (Is(text[..end]) && text[end..].All(static character => char.IsAsciiLetterOrDigit(character) || "/+-._;= ".Contains(character, StringComparison.Ordinal)))
            return text.ToLowerInvariant();
        type.Fail($"'{type.Path}' must be a media type, such as 'image/png'.", "invalid_value");
        return null;
    }
}
