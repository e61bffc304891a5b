namespace Weir.Dialects.Prompts;

/// <summary>
/// The part of a user's text that may be of a template: its first line up to a colon, for what is to be worked on comes behind it,
/// without numbers and without what is quoted.
/// </summary>
internal static class UserText
{
    /// <summary>A line that is longer is not all template; so many bytes of it count.</summary>
    private const int Longest = 128;

    /// <param name="escaped">The inside of a JSON string.</param>
    /// <param name="hash">Where it is added.</param>
    public static void Add(ReadOnlySpan<byte> escaped, ref PromptHash hash)
    {
        var text = escaped[..Math.Min(escaped.Length, Longest)];
        for (var isQuoted = false; !text.IsEmpty;)
        {
            var end = text.IndexOfAny((byte)':', (byte)'\\', (byte)'`');
            if (!isQuoted) hash.AddWithoutNumbers(end < 0 ? text : text[..end]);
            if (end < 0) return;
            if (text[end] == ':' && !isQuoted) return;
            var escape = text[end] == '\\' && end + 1 < text.Length ? text[end + 1] : (byte)0;
            // Lines that come before anything was said are blank.
            if (escape is (byte)'n' or (byte)'r' && hash.Value is not null) return;
            if (text[end] == '`' || escape == '"') isQuoted = !isQuoted;
            text = text[Math.Min(text.Length, end + (text[end] == '\\' ? 2 : 1))..];
        }
    }
}
