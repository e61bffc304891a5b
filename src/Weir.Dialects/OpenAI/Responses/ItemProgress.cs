namespace Weir.Dialects.OpenAI.Responses;

/// <summary>How much of an output item has been handed on.</summary>
internal sealed class ItemProgress
{
    private ulong _seen;
    private ulong _cited;

    /// <summary>The number of the tool call that it is, or -1.</summary>
    public int Call { get; set; } = -1;

    /// <summary>The item's identifier, the inside of a JSON string; or empty.</summary>
    public byte[] Id { get; set; } = [];

    /// <summary>Whether the thoughts come as they are (<c>content</c>) and not as a summary; null while there are none. Where a provider gives both, the first to come counts.</summary>
    public bool? ThinksAloud { get; set; }

    /// <summary>Whether nothing more comes.</summary>
    public bool IsDone { get; set; }

    /// <summary>Whether anything has come.</summary>
    public bool IsBegun => _seen != 0;

    /// <summary>Notes that a part has come. Parts beyond the 64th are taken for one.</summary>
    /// <returns>Whether it is the first that comes of the part.</returns>
    public bool See(int part)
    {
        var bit = 1UL << Math.Min(part, 63);
        var isNew = (_seen & bit) == 0;
        _seen |= bit;
        return isNew;
    }

    /// <summary>Notes that a note on a part has come.</summary>
    public void Cite(int part) => _cited |= 1UL << Math.Min(part, 63);

    /// <summary>Whether any note on a part has come.</summary>
    public bool IsCited(int part) => (_cited & (1UL << Math.Min(part, 63))) != 0;

    /// <summary>Whether something of a part has come.</summary>
    public bool HasSeen(int part) => (_seen & (1UL << Math.Min(part, 63))) != 0;
}
