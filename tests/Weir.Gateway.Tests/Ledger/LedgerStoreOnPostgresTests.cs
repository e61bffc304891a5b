using Weir.Testing;

namespace Weir.Gateway.Tests.Ledger;

[Trait("Category", "Slow")]
public sealed class LedgerStoreOnPostgresTests() : LedgerStoreTests(Engine.Postgres);
