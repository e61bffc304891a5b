using Weir.Gateway.Configuration;

namespace Weir.Gateway.Tests.Configuration;

/// <summary>Environment variables that only the test sees.</summary>
internal sealed class FakeEnvironment : Dictionary<string, string>, IEnvironment
{
    public string? Get(string name) => TryGetValue(name, out var value) ? value : null;
}
