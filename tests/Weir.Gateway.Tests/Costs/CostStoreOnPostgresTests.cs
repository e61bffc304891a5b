using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Costs;

[Trait("Category", "Slow")]
public sealed class CostStoreOnPostgresTests(RandomPostgresLedger ledger, ITestOutputHelper output) : CostStoreTests(ledger, output), IClassFixture<RandomPostgresLedger>;
