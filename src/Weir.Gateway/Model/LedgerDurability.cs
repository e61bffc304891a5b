namespace Weir.Gateway.Model;

/// <summary>When a call counts as recorded. Takes effect at the start only.</summary>
internal enum LedgerDurability
{
    /// <summary>On disk before the client sees the end of its answer.</summary>
    Committed,

    /// <summary>Shortly after; a crash may lose the last calls.</summary>
    Buffered,
}
