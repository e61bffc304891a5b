using System.Buffers.Binary;

namespace Weir.Dialects.Prompts;

/// <summary>
/// A 64-bit hash of texts, the same on every machine and in every version: it is kept in the ledger. Multiplied and shifted eight
/// bytes at a time, with the last mixing of MurmurHash3; good against chance, not against somebody who looks for a collision.
/// </summary>
internal struct PromptHash
{
    private const ulong Factor = 0x9E37_79B9_7F4A_7C15;

    private ulong _state;
    private bool _hasText;

    /// <summary>The hash, or null when nothing was added.</summary>
    public readonly ulong? Value
    {
        get
        {
            if (!_hasText) return null;
            var hash = _state;
            hash = (hash ^ (hash >> 33)) * 0xFF51_AFD7_ED55_8CCD;
            hash = (hash ^ (hash >> 33)) * 0xC4CE_B9FE_1A85_EC53;
            return hash ^ (hash >> 33);
        }
    }

    /// <summary>Adds a text but for its numbers: dates and counts are what changes from one prompt of a template to the next.</summary>
    public void AddWithoutNumbers(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            var digit = text.IndexOfAnyInRange((byte)'0', (byte)'9');
            Add(digit < 0 ? text : text[..digit]);
            if (digit < 0) return;
            var next = text[digit..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            text = next < 0 ? default : text[(digit + next)..];
        }
    }

    /// <summary>Adds a piece of text.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return;
        _hasText = true;
        var length = (ulong)text.Length;
        for (; text.Length >= sizeof(ulong); text = text[sizeof(ulong)..]) Mix(BinaryPrimitives.ReadUInt64LittleEndian(text));
        ulong rest = 0;
        foreach (var last in text) rest = (rest << 8) | last;
        // With the length, so that where one piece ends and the next begins makes a difference.
        Mix(rest);
        Mix(length);
    }

    private void Mix(ulong word)
    {
        var mixed = (_state ^ word) * Factor;
        _state = mixed ^ (mixed >> 32);
    }
}
