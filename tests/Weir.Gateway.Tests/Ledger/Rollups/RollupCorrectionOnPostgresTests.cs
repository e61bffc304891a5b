using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Ledger.Rollups;

[Trait("Category", "Slow")]
public sealed class RollupCorrectionOnPostgresTests(ITestOutputHelper output) : RollupCorrectionTests(output, Engine.Postgres);
