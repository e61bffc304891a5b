namespace Weir.Clients.Tests.NpmClients;

/// <summary>A theory that is skipped, with the reason, where the clients from npm are not installed.</summary>
internal sealed class NpmTheoryAttribute : TheoryAttribute
{
    public NpmTheoryAttribute() => Skip = NpmPackages.Missing;
}
