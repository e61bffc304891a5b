namespace Weir.Dialects.Json;

/// <summary>Replaces a run of bytes by others; an empty run inserts.</summary>
/// <param name="Range">What is replaced.</param>
/// <param name="Replacement">What stands there afterwards.</param>
public readonly record struct ByteEdit(ByteRange Range, ReadOnlyMemory<byte> Replacement);
