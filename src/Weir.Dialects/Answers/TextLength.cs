namespace Weir.Dialects.Answers;

/// <summary>How long a text is that comes as the insides of JSON strings, in the two ways in which providers count.</summary>
internal struct TextLength
{
    /// <summary>Unicode characters (code points).</summary>
    public int Characters { get; private set; }

    /// <summary>Bytes of UTF-8.</summary>
    public int Bytes { get; private set; }

    /// <summary>Whether both are the same, so that a place counted in one is a place counted in the other.</summary>
    public readonly bool IsAscii => Characters == Bytes;

    /// <summary>Characters of one text.</summary>
    public static int Of(ReadOnlySpan<byte> inside)
    {
        var length = default(TextLength);
        length.Add(inside);
        return length.Characters;
    }

    /// <summary>Adds a text.</summary>
    public void Add(ReadOnlySpan<byte> inside)
    {
        for (var i = 0; i < inside.Length; i++)
        {
            if (inside[i] == '\\') i += Escape(inside[(i + 1)..]);
            else
            {
                Bytes++;
                // What continues a character is none of its own.
                if ((inside[i] & 0xC0) != 0x80) Characters++;
            }
        }
    }

    /// <returns>How many bytes stand behind the backslash.</returns>
    private int Escape(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 5 || rest[0] != 'u')
        {
            (Characters, Bytes) = (Characters + 1, Bytes + 1);
            return 1;
        }
        var (isD, second) = ((rest[1] | 0x20) == 'd', rest[2] | 0x20);
        // Halves of a surrogate pair: the second is no character of its own, and each is two of the four bytes.
        if (!(isD && second >= 'c')) Characters++;
        if (isD && second >= '8') Bytes += 2;
        else Bytes += rest[1] != '0' || rest[2] > '7' ? 3 : rest[2] != '0' || rest[3] > '7' ? 2 : 1;
        return 5;
    }
}
