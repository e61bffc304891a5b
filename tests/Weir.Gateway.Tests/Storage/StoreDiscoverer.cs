using Weir.Testing;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Weir.Gateway.Tests.Storage;

/// <summary>Finds the tests of stores, and has those on PostgreSQL be skipped where there is no server.</summary>
public sealed class StoreDiscoverer(IMessageSink sink) : IXunitTestCaseDiscoverer
{
    /// <inheritdoc/>
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        var isOnPostgres = testMethod.TestClass.Class.Name.EndsWith("OnPostgresTests", StringComparison.Ordinal);
        if (isOnPostgres && factAttribute.GetNamedArgument<bool>(nameof(StoreFactAttribute.SqliteOnly))) return [];
        if (isOnPostgres && PostgresServer.Missing is not null)
            return [new WithoutServer(sink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)];
        var isTheory = testMethod.Method.GetCustomAttributes(typeof(StoreTheoryAttribute)).Any();
        return isTheory
            ? new TheoryDiscoverer(sink).Discover(discoveryOptions, testMethod, factAttribute)
            : new FactDiscoverer(sink).Discover(discoveryOptions, testMethod, factAttribute);
    }

    /// <summary>A test that says why it was not run.</summary>
    private sealed class WithoutServer : XunitTestCase
    {
        /// <summary>For the runner, which takes it apart and puts it together again.</summary>
#pragma warning disable CS0618
        public WithoutServer()
        {
        }
#pragma warning restore CS0618

        public WithoutServer(IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
            : base(sink, display, options, method)
        {
        }

        /// <inheritdoc/>
        protected override string GetSkipReason(IAttributeInfo factAttribute) => PostgresServer.Missing ?? "";
    }
}
