using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Budgets;

[Trait("Category", "Slow")]
public sealed class SharedBudgetStormOnPostgresTests(ITestOutputHelper output) : SharedBudgetStormTests(output, Engine.Postgres);
