namespace Weir.Dialects.Json;

/// <summary>A run of bytes in a body. The default value stands for "not there".</summary>
/// <param name="Start">Offset of the first byte.</param>
/// <param name="Length">Number of bytes.</param>
public readonly record struct ByteRange(int Start, int Length)
{
    /// <summary>Offset of the first byte after the run.</summary>
    public int End => Start + Length;

    /// <summary>Whether the run holds no byte.</summary>
    public bool IsEmpty => Length == 0;
}
