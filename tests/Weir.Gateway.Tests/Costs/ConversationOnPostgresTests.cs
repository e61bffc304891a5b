using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Costs;

[Trait("Category", "Slow")]
public sealed class ConversationOnPostgresTests(RandomPostgresLedger ledger, ITestOutputHelper output) : ConversationTests(ledger, output), IClassFixture<RandomPostgresLedger>;
