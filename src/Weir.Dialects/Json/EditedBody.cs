namespace Weir.Dialects.Json;

/// <summary>
/// A body with edits, kept as the original bytes and the pieces that replace some of them: nothing is copied until it is
/// written, and every byte outside the edits survives. The usual one or two edits are kept without allocating.
/// </summary>
public readonly struct EditedBody
{
    private readonly ReadOnlyMemory<byte> _original;
    private readonly ByteEdit _first;
    private readonly ByteEdit _second;
    private readonly ByteEdit[]? _many;

    /// <summary>Creates a body with up to two edits.</summary>
    /// <param name="original">The bytes as they came.</param>
    /// <param name="first">An edit.</param>
    /// <param name="second">Another edit, which must not overlap the first; the order does not matter. The default value edits nothing.</param>
    public EditedBody(ReadOnlyMemory<byte> original, ByteEdit first, ByteEdit second = default)
    {
        (_original, _first, _second) = (original, first, second);
        if (IsEdit(second) && second.Range.Start < first.Range.Start) (_first, _second) = (second, first);
        if (!IsEdit(_second)) _second = new ByteEdit(new ByteRange(original.Length, 0), default);
        if (_first.Range.End > _second.Range.Start) throw new ArgumentException("edits overlap", nameof(second));
    }

    /// <summary>Creates a body with any number of edits.</summary>
    /// <param name="original">The bytes as they came.</param>
    /// <param name="edits">The edits in the order of their ranges, which must not overlap; kept, not copied.</param>
    public EditedBody(ReadOnlyMemory<byte> original, ByteEdit[] edits)
    {
        (_original, _many) = (original, edits);
        for (var i = 1; i < edits.Length; i++)
            if (edits[i - 1].Range.End > edits[i].Range.Start) throw new ArgumentException("edits overlap, or are not in order", nameof(edits));
    }

    /// <summary>Bytes of the body with its edits.</summary>
    public int Length
    {
        get
        {
            var length = _original.Length;
            for (var i = 0; i < Edits; i++) length += Edit(i).Replacement.Length - Edit(i).Range.Length;
            return length;
        }
    }

    /// <summary>How many pieces <see cref="Piece"/> gives.</summary>
    public int Pieces => (2 * Edits) + 1;

    private int Edits => _many?.Length ?? 2;

    /// <summary>The piece with the given index, from 0; pieces may be empty. Written one after the other they are the body.</summary>
    public ReadOnlyMemory<byte> Piece(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Pieces);
        var edit = index / 2;
        if (index % 2 == 1) return Edit(edit).Replacement;
        var start = edit == 0 ? 0 : Edit(edit - 1).Range.End;
        return edit == Edits ? _original[start..] : _original[start..Edit(edit).Range.Start];
    }

    /// <summary>Writes the body to the beginning of a buffer that is long enough.</summary>
    public void CopyTo(Span<byte> buffer)
    {
        for (var i = 0; i < Pieces; i++)
        {
            var piece = Piece(i).Span;
            piece.CopyTo(buffer);
            buffer = buffer[piece.Length..];
        }
    }

    private ByteEdit Edit(int index) => _many is { } many ? many[index] : index == 0 ? _first : _second;

    private static bool IsEdit(ByteEdit edit) => !edit.Range.IsEmpty || !edit.Replacement.IsEmpty;
}
