using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Budgets;

[Trait("Category", "Slow")]
public sealed class CounterModelOnPostgresTests(ITestOutputHelper output) : CounterModelTests(output, Engine.Postgres);
