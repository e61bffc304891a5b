using Weir.Testing;

namespace Weir.Gateway.Tests.Ledger.Rollups;

[Trait("Category", "Slow")]
public sealed class RollupCheckOnPostgresTests() : RollupCheckTests(Engine.Postgres);
