namespace Weir.Clients.Tests.NpmClients;

/// <summary>A fact that is skipped as long as there are gaps, and names them as the reason.</summary>
internal sealed class KnownGapFactAttribute : FactAttribute
{
    public KnownGapFactAttribute() => Skip = KnownGap.All.Count > 0 ? string.Join("; ", KnownGap.All) : null;
}
