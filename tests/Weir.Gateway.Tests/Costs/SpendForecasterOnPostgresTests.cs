using Weir.Testing;

namespace Weir.Gateway.Tests.Costs;

[Trait("Category", "Slow")]
public sealed class SpendForecasterOnPostgresTests() : SpendForecasterTests(Engine.Postgres);
