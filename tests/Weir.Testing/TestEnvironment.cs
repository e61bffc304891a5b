using Weir.Gateway.Configuration;

namespace Weir.Testing;

/// <summary>Environment variables of a test's own.</summary>
internal sealed class TestEnvironment : Dictionary<string, string>, IEnvironment
{
    public TestEnvironment()
        : base(StringComparer.Ordinal)
    {
    }

    public string? Get(string name) => TryGetValue(name, out var value) ? value : null;
}
