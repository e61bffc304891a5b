namespace Weir.Dialects.Json;

/// <summary>
/// A body with up to two edits, kept as the original bytes and the pieces that replace some of them: nothing is copied until
/// it is written, and every byte outside the edits survives.
/// </summary>
public readonly struct EditedBody
{
    private readonly ReadOnlyMemory<byte> _original;
    private readonly ByteEdit _first;
    private readonly ByteEdit _second;

    /// <summary>Creates the edited body.</summary>
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

    /// <summary>Bytes of the body with its edits.</summary>
    public int Length =>
        _original.Length - _first.Range.Length - _second.Range.Length + _first.Replacement.Length + _second.Replacement.Length;

    /// <summary>The piece with the given index, 0 to 4; pieces may be empty. Written one after the other they are the body.</summary>
    public ReadOnlyMemory<byte> Piece(int index) => index switch
    {
        0 => _original[.._first.Range.Start],
        1 => _first.Replacement,
        2 => _original[_first.Range.End.._second.Range.Start],
        3 => _second.Replacement,
        4 => _original[_second.Range.End..],
        _ => throw new ArgumentOutOfRangeException(nameof(index), index, "a body has five pieces"),
    };

    /// <summary>How many pieces <see cref="Piece"/> gives.</summary>
    public static int Pieces => 5;

    private static bool IsEdit(ByteEdit edit) => !edit.Range.IsEmpty || !edit.Replacement.IsEmpty;
}
