using Weir.Testing;

namespace Weir.Clients.Tests.NpmClients;

/// <summary>The clients from npm beside these sources, and the node that came with them.</summary>
internal static class NpmPackages
{
    /// <summary>Where the scripts and <c>package.json</c> are.</summary>
    public static string Directory { get; } = Path.Combine(Repository.Root, "tests", "Weir.Clients.Tests", "npm");

    /// <summary>The node that runs them, not the machine's own.</summary>
    public static string Node { get; } = Path.Combine(Directory, "node_modules", ".bin", "node");

    /// <summary>Why the clients cannot be tried, or null.</summary>
    public static string? Missing { get; } = Environment.GetEnvironmentVariable("WEIR_TEST_NPM_MISSING") is { Length: > 0 } told
        ? told
        : File.Exists(Node) ? null : $"the packages are not installed: ./test does it, or npm ci in {Directory}";
}
