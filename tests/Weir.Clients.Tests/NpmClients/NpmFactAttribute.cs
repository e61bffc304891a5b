namespace Weir.Clients.Tests.NpmClients;

/// <summary>A fact that is skipped, with the reason, where the clients from npm are not installed.</summary>
internal sealed class NpmFactAttribute : FactAttribute
{
    public NpmFactAttribute() => Skip = NpmPackages.Missing;
}
