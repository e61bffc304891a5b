using Weir.Testing;

namespace Weir.Gateway.Tests.Costs;

[Trait("Category", "Slow")]
public sealed class SavingsOnPostgresTests() : SavingsTests(Engine.Postgres);
