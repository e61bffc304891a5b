using Weir.Testing;

namespace Weir.Gateway.Tests.Ledger;

[Trait("Category", "Slow")]
public sealed class LedgerWriterOnPostgresTests() : LedgerWriterTests(Engine.Postgres);
