using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Costs;

[Trait("Category", "Slow")]
public sealed class WhatIfOnPostgresTests(RandomPostgresLedger ledger, ITestOutputHelper output) : WhatIfTests(ledger, output), IClassFixture<RandomPostgresLedger>;
