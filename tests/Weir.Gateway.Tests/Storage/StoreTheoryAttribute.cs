using Xunit.Sdk;

namespace Weir.Gateway.Tests.Storage;

/// <inheritdoc cref="StoreFactAttribute"/>
[XunitTestCaseDiscoverer("Weir.Gateway.Tests.Storage.StoreDiscoverer", "Weir.Gateway.Tests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class StoreTheoryAttribute : TheoryAttribute
{
    /// <inheritdoc cref="StoreFactAttribute.SqliteOnly"/>
    public bool SqliteOnly { get; set; }
}
