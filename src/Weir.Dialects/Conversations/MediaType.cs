using System.Buffers;
using Weir.Dialects.Json;

namespace Weir.Dialects.Conversations;

/// <summary>Media types that clients name. They go into other dialects' texts, addresses and messages, so that they have to be what they are said to be.</summary>
internal static class MediaType
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/+-._;= ");

    /// <summary>Whether a text has the form of a media type: <c>image/png</c>, <c>audio/l16;rate=16000</c>.</summary>
    public static bool Is(string text) =>
        text.IndexOf('/', StringComparison.Ordinal) > 0 && text[^1] != '/' && !text.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>A media type in lower case, or null and a fault.</summary>
    public static string? Read(JsonCursor type)
    {
        if (type.Text() is not { } text) return null;
        if (Is(text)) return text.ToLowerInvariant();
        type.Fail($"'{type.Path}' must be a media type, such as 'image/png'.", "invalid_value");
        return null;
    }
}
