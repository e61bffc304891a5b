using System.Globalization;

namespace Weir.Lab.Simulator.Text;

/// <summary>
/// The simulator's tokenizer: a token is a word with the white space before it, cut into pieces when it is long. It never
/// cuts inside what a reader takes for one character, so that every streamed piece is valid text by itself.
/// </summary>
internal static class PseudoTokens
{
    private const int LongestPiece = 12;

    public static IReadOnlyList<string> Split(string text)
    {
        var tokens = new List<string>();
        var start = 0;
        var position = 0;
        var inWord = 0;
        while (position < text.Length)
        {
            var length = StringInfo.GetNextTextElementLength(text, position);
            var isSpace = char.IsWhiteSpace(text[position]);
            if (inWord > 0 && (isSpace || inWord == LongestPiece))
            {
                tokens.Add(text[start..position]);
                start = position;
                inWord = 0;
            }

            if (!isSpace)
                inWord++;
            position += length;
        }

        if (start < text.Length)
            tokens.Add(text[start..]);
        return tokens;
    }

    public static int Count(string text) => text.Length == 0 ? 0 : Split(text).Count;
}
