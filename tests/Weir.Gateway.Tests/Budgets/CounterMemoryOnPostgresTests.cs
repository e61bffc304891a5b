using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Budgets;

[Trait("Category", "Slow")]
public sealed class CounterMemoryOnPostgresTests(ITestOutputHelper output) : CounterMemoryTests(output, Engine.Postgres);
