using System.Numerics;

namespace Weir.Statistics;

/// <summary>
/// A fingerprint of 64 bits that is alike for texts that are alike (M. Charikar, "Similarity estimation techniques from rounding
/// algorithms", STOC 2002): the more pairs of neighbouring words two texts share, the fewer bits differ. Words that look like
/// identifiers, long ones with digits, are left out: they differ from one repetition to the next.
/// </summary>
public static class SimHash
{
    /// <summary>Texts whose fingerprints differ in this many bits at most are nearly the same.</summary>
    public const int Near = 6;

    private const int LongWord = 10;
    private const ulong Prime = 0x100000001b3;
    private const ulong Basis = 0xcbf29ce484222325;

    /// <summary>The fingerprint of a text in UTF-8; 0 of one without words.</summary>
    public static ulong Of(ReadOnlySpan<byte> text)
    {
        Span<int> sums = stackalloc int[64];
        sums.Clear();
        ulong before = Basis;
        var isEmpty = true;
        while (NextWord(ref text, out var word))
        {
            var hash = word;
            Add(sums, Mix(before ^ (hash * Prime)));
            (before, isEmpty) = (hash, false);
        }
        if (isEmpty) return 0;
        ulong result = 0;
        for (var bit = 0; bit < 64; bit++)
            if (sums[bit] > 0) result |= 1UL << bit;
        return result;
    }

    /// <summary>Whether two fingerprints are of texts that are nearly the same.</summary>
    public static bool AreNear(ulong one, ulong other) => BitOperations.PopCount(one ^ other) <= Near;

    private static void Add(Span<int> sums, ulong hash)
    {
        for (var bit = 0; bit < 64; bit++) sums[bit] += (hash >> bit & 1) == 1 ? 1 : -1;
    }

    /// <summary>FNV-1a of the next word that is no identifier.</summary>
    private static bool NextWord(ref ReadOnlySpan<byte> text, out ulong hash)
    {
        hash = Basis;
        var at = 0;
        while (at < text.Length)
        {
            while (at < text.Length && !IsWord(text[at])) at++;
            var (start, hasDigit) = (at, false);
            hash = Basis;
            for (; at < text.Length && IsWord(text[at]); at++)
            {
                hash = (hash ^ text[at]) * Prime;
                hasDigit |= char.IsAsciiDigit((char)text[at]);
            }
            if (at == start || (hasDigit && at - start >= LongWord)) continue;
            text = text[at..];
            return true;
        }
        text = default;
        return false;
    }

    private static bool IsWord(byte c) => c >= 0x80 || c == '_' || char.IsAsciiLetterOrDigit((char)c);

    /// <summary>Spreads a hash over all bits (the finalizer of MurmurHash3).</summary>
    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
