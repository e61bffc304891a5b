using System.Text;
using System.Text.Json;

namespace Weir.Dialects.Kept;

/// <summary>Tells addresses that anybody can read from those that a provider reads with its account's rights.</summary>
internal static class KeptAddress
{
    /// <summary>The scheme of an address stands at its very beginning; what follows may be a picture of many megabytes.</summary>
    private const int Looked = 96;

    /// <summary>
    /// Whether an address is one that Gemini reads as anybody would. Its own files have addresses too, and it reads buckets
    /// (<c>gs:</c>) with the account's rights.
    /// </summary>
    public static bool IsPublic(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)) return false;
        var host = uri.IdnHost.TrimEnd('.');
        return host.Equals("storage.googleapis.com", StringComparison.OrdinalIgnoreCase) || !("." + host).EndsWith(".googleapis.com", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether an address has a scheme with an authority that is not the web's, as <c>ms://FILE</c> has.</summary>
    /// <param name="inside">The inside of a JSON string, escapes and all.</param>
    public static bool IsOfNoWeb(ReadOnlySpan<byte> inside)
    {
        Span<byte> quoted = stackalloc byte[Looked + 2];
        Span<byte> address = stackalloc byte[Looked];
        var length = Beginning(inside, quoted[1..]);
        quoted[0] = quoted[length + 1] = (byte)'"';
        var reader = new Utf8JsonReader(quoted[..(length + 2)]);
        reader.Read();
        var beginning = address[..reader.CopyString(address)].TrimStart(" \t\r\n"u8);
        var scheme = beginning.IndexOf("://"u8);
        return scheme > 0 && !Ascii.EqualsIgnoreCase(beginning[..scheme], "https"u8) && !Ascii.EqualsIgnoreCase(beginning[..scheme], "http"u8);
    }

    /// <summary>Copies the beginning of a text: up to what is not ASCII, and without an escape that is cut.</summary>
    private static int Beginning(ReadOnlySpan<byte> inside, Span<byte> into)
    {
        var beginning = inside[..Math.Min(inside.Length, Looked)];
        if (beginning.Length < inside.Length && beginning[^5..].IndexOf((byte)'\\') is >= 0 and var cut) beginning = beginning[..^(5 - cut)];
        if (beginning.IndexOfAnyInRange((byte)0x80, (byte)0xff) is >= 0 and var other) beginning = beginning[..other];
        // Halves of surrogate pairs, of which one might be cut off.
        if (beginning.IndexOf("\\ud"u8) is >= 0 and var half) beginning = beginning[..half];
        if (beginning.IndexOf("\\uD"u8) is >= 0 and var upper) beginning = beginning[..upper];
        // What was cut may have been behind a backslash that is itself escaped.
        if (((beginning.Length - beginning.TrimEnd((byte)'\\').Length) & 1) == 1) beginning = beginning[..^1];
        beginning.CopyTo(into);
        return beginning.Length;
    }
}
