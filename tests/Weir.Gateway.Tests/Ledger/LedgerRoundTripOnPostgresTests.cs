using Weir.Testing;

namespace Weir.Gateway.Tests.Ledger;

[Trait("Category", "Slow")]
public sealed class LedgerRoundTripOnPostgresTests() : LedgerRoundTripTests(Engine.Postgres);
