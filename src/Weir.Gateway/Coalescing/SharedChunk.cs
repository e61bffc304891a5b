namespace Weir.Gateway.Coalescing;

/// <summary>Some bytes of a shared answer, and what came after them. Whoever still has to read holds on to where it is; what all have read is let go of.</summary>
internal sealed class SharedChunk(byte[] bytes)
{
    private volatile SharedChunk? _next;

    public byte[] Bytes { get; } = bytes;

    /// <summary>What came after it, or null while it is the last.</summary>
    public SharedChunk? Next
    {
        get => _next;
        set => _next = value;
    }
}
