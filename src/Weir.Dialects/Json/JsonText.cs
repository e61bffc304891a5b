namespace Weir.Dialects.Json;

/// <summary>A member in which a <see cref="JsonSkimmer"/> counts the text, without keeping it: all strings in its value, however deep.</summary>
/// <param name="name">The member's name in UTF-8, as it is written without escapes; 64 bytes at most.</param>
/// <param name="depth">How many brackets are open around it: 1 for a member of the outermost object.</param>
/// <param name="except">Names of members inside whose strings say something about the text and are none of it.</param>
public sealed class JsonText(ReadOnlyMemory<byte> name, int depth, params ReadOnlyMemory<byte>[] except)
{
    /// <summary>The member's name in UTF-8.</summary>
    public ReadOnlySpan<byte> Name => name.Span;

    /// <summary>How many brackets are open around the member.</summary>
    public int Depth => depth;

    /// <summary>Bytes of text so far, in all occurrences of the member, with escapes as they are written.</summary>
    public long Bytes { get; private set; }

    internal void Reset() => Bytes = 0;

    internal void Add(int bytes) => Bytes += bytes;

    internal bool Excludes(ReadOnlySpan<byte> member)
    {
        foreach (var other in except)
            if (member.SequenceEqual(other.Span)) return true;
        return false;
    }
}
