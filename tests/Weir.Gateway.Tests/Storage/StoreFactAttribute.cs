using Xunit.Sdk;

namespace Weir.Gateway.Tests.Storage;

/// <summary>A test of what both engines have to do: a class whose name ends in <c>OnPostgresTests</c> inherits it, and runs it there where there is a server.</summary>
[XunitTestCaseDiscoverer("Weir.Gateway.Tests.Storage.StoreDiscoverer", "Weir.Gateway.Tests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class StoreFactAttribute : FactAttribute
{
    /// <summary>Whether it is about SQLite's file, and not inherited.</summary>
    public bool SqliteOnly { get; set; }
}
