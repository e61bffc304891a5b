namespace Weir.Lab.Simulator.Text;

/// <summary>FNV-1a over 64 bits: a hash that is the same in every process, unlike <see cref="string.GetHashCode()"/>.</summary>
internal static class StableHash
{
    private const ulong Prime = 0x100000001B3;

    public const ulong Start = 0xCBF29CE484222325;

    public static ulong Add(ulong hash, ReadOnlySpan<char> text)
    {
        foreach (var character in text)
            hash = (hash ^ character) * Prime;

        // A separator, so that ("ab", "c") and ("a", "bc") differ.
        return (hash ^ 0xFFFF_FFFF) * Prime;
    }

    public static ulong Add(ulong hash, long number)
    {
        for (var shift = 0; shift < 64; shift += 8)
            hash = (hash ^ ((ulong)number >> shift & 0xFF)) * Prime;
        return hash;
    }
}
