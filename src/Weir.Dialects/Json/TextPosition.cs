using System.Text;

namespace Weir.Dialects.Json;

/// <summary>A place in a text as an editor shows it.</summary>
/// <param name="Line">1 for the first line.</param>
/// <param name="Column">1 for the first character of a line, counted in Unicode code points.</param>
public readonly record struct TextPosition(int Line, int Column)
{
    /// <summary>Finds the place of a byte.</summary>
    /// <param name="utf8">The whole text; need not be valid.</param>
    /// <param name="offset">Offset in bytes; one past the end is allowed, anything beyond is taken as that.</param>
    public static TextPosition At(ReadOnlySpan<byte> utf8, long offset)
    {
        var before = utf8[..(int)Math.Min(offset, utf8.Length)];
        var line = before.Count((byte)'\n') + 1;
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        var column = 1;
        for (var rest = before[lineStart..]; !rest.IsEmpty; column++)
        {
            Rune.DecodeFromUtf8(rest, out _, out var consumed);
            rest = rest[consumed..];
        }
        return new TextPosition(line, column);
    }
}
