using System.Buffers.Binary;
using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Answers;

/// <summary>
/// Signatures of thoughts. They prove that a client gives back what it got from this simulator, or from one of the same seed;
/// they keep nobody out.
/// </summary>
internal sealed class Seal(long seed)
{
    private const int Size = 48;

    /// <summary>A signature of a text, valid only for what it was made for (such as <c>thinking</c>).</summary>
    public string Sign(string purpose, string text)
    {
        Span<byte> bytes = stackalloc byte[Size];
        var content = StableHash.Add(StableHash.Start, text);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, content);
        for (var place = 8; place < Size; place += 8)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[place..], Mark(purpose, content, place));
        return Convert.ToBase64String(bytes);
    }

    /// <summary>True for a signature of this text; without a text, for any signature of this purpose.</summary>
    public bool Knows(string purpose, string signature, string? text = null)
    {
        Span<byte> bytes = stackalloc byte[Size];
        if (signature.Length != Size / 3 * 4 || !Convert.TryFromBase64String(signature, bytes, out var length) || length != Size)
            return false;
        var content = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (text is not null && content != StableHash.Add(StableHash.Start, text))
            return false;
        for (var place = 8; place < Size; place += 8)
        {
            if (BinaryPrimitives.ReadUInt64LittleEndian(bytes[place..]) != Mark(purpose, content, place))
                return false;
        }

        return true;
    }

    private ulong Mark(string purpose, ulong content, int place)
    {
        var hash = StableHash.Add(StableHash.Add(StableHash.Add(StableHash.Start, purpose), seed), place);
        return new SeededRandom(StableHash.Add(hash, unchecked((long)content))).NextBits();
    }
}
