using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Leases;

public sealed class LeaseStoreOnPostgresTests(ITestOutputHelper output) : LeaseStoreTests(output, Engine.Postgres);
