using System.Globalization;
using System.Text;

namespace Weir.Dialects.Answers.Checks;

/// <summary>Counts the letters of texts by their script.</summary>
public sealed class ScriptCounts
{
    private static readonly int Scripts = Enum.GetValues<WritingScript>().Length;

    private readonly long[] _letters = new long[Scripts];

    /// <summary>Letters of known scripts so far.</summary>
    public long Total { get; private set; }

    /// <summary>Counts the letters of a text.</summary>
    /// <param name="inside">The inside of a JSON string, escapes and all.</param>
    public void Add(ReadOnlySpan<byte> inside)
    {
        while (!inside.IsEmpty)
        {
            if (inside[0] == '\\') Escaped(ref inside);
            else
            {
                // Bytes that are no UTF-8 are no letters.
                _ = Rune.DecodeFromUtf8(inside, out var rune, out var length);
                inside = inside[length..];
                Count(rune.Value);
            }
        }
    }

    /// <summary>Whether a text of these letters is one that nobody asked for.</summary>
    /// <param name="request">The letters of the request.</param>
    /// <param name="fewest">Letters under which neither text is judged.</param>
    /// <param name="share">The share of this text's letters, 0 to 1, that one script must have.</param>
    /// <param name="trace">The share of the request's letters, 0 to 1, under which it has nothing in that script.</param>
    public bool AreForeignTo(ScriptCounts request, int fewest, double share, double trace)
    {
        if (Total < fewest || request.Total < fewest) return false;
        for (var script = 0; script < Scripts; script++)
            if (_letters[script] >= share * Total) return request._letters[script] < trace * request.Total;
        return false;
    }

    private void Escaped(ref ReadOnlySpan<byte> inside)
    {
        var isCode = inside.Length >= 6 && inside[1] == 'u';
        if (isCode && int.TryParse(inside[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)) Count(code);
        inside = inside[Math.Min(inside.Length, isCode ? 6 : 2)..];
    }

    private void Count(int code)
    {
        var script = ScriptOf(code);
        if (script == WritingScript.None) return;
        _letters[(int)script]++;
        Total++;
    }

    /// <summary>By Unicode's blocks; halves of surrogate pairs are none.</summary>
    private static WritingScript ScriptOf(int code) => code switch
    {
        >= 'a' and <= 'z' or >= 'A' and <= 'Z' or (>= 0xc0 and <= 0x24f and not 0xd7 and not 0xf7) or >= 0x1e00 and <= 0x1eff => WritingScript.Latin,
        >= 0x370 and <= 0x3ff or >= 0x1f00 and <= 0x1fff => WritingScript.Greek,
        >= 0x400 and <= 0x52f => WritingScript.Cyrillic,
        >= 0x5d0 and <= 0x5ea => WritingScript.Hebrew,
        >= 0x600 and <= 0x6ff or >= 0x750 and <= 0x77f => WritingScript.Arabic,
        >= 0x900 and <= 0xdff => WritingScript.Indic,
        >= 0xe00 and <= 0xe7f => WritingScript.Thai,
        >= 0xac00 and <= 0xd7a3 or >= 0x1100 and <= 0x11ff => WritingScript.Hangul,
        >= 0x3040 and <= 0x30ff => WritingScript.Kana,
        >= 0x4e00 and <= 0x9fff or >= 0x3400 and <= 0x4dbf => WritingScript.Han,
        _ => WritingScript.None,
    };
}
