using System.Text;

namespace Weir.Gateway.Configuration;

/// <summary>Makes text from a file fit for one line of an error message.</summary>
internal static class Shown
{
    private const int Longest = 80;

    /// <summary>The text, cut when it is long, with control characters replaced: they could rewrite a terminal.</summary>
    public static string Short(string text)
    {
        var clean = text.Length <= Longest;
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, Longest))) clean &= !Hidden(c);
        if (clean) return text;

        var shown = new StringBuilder(Longest + 1);
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, Longest))) shown.Append(Hidden(c) ? '?' : c);
        if (text.Length > Longest) shown.Append('…');
        return shown.ToString();
    }

    private static bool Hidden(char c) => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\ufeff';
}
