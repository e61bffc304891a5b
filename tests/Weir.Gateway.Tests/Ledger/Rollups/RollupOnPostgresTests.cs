using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Ledger.Rollups;

[Trait("Category", "Slow")]
public sealed class RollupOnPostgresTests(ITestOutputHelper output) : RollupTests(output, Engine.Postgres);
