using System.Buffers.Text;

namespace Weir.Lab.Simulator.Answers;

/// <summary>An image or a file in a message: how many bytes of what, or the address where they would be.</summary>
internal sealed record Attachment(string MediaType, int? Bytes, string? Url)
{
    /// <summary>What an attachment costs, whatever its size.</summary>
    public const int Tokens = 85;

    /// <summary>Reads <c>data:TYPE;base64,…</c>; null when it is not that, or not base64.</summary>
    public static Attachment? FromDataUrl(string url)
    {
        const string Scheme = "data:";
        const string Mark = ";base64,";
        var mark = url.IndexOf(Mark, StringComparison.OrdinalIgnoreCase);
        return url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && mark > Scheme.Length
            ? FromBase64(url[Scheme.Length..mark], url[(mark + Mark.Length)..])
            : null;
    }

    /// <summary>Null when the text is empty or not base64.</summary>
    public static Attachment? FromBase64(string mediaType, string base64) =>
        base64.Length > 0 && Base64.IsValid(base64, out var length) ? new Attachment(mediaType, length, null) : null;

    public static bool IsWebAddress(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);

    public override string ToString() => Bytes is { } bytes ? $"[{MediaType}, {bytes} bytes]" : $"[{MediaType}, {Url}]";
}
