using Weir.Testing;

namespace Weir.Gateway.Tests.Limits;

[Trait("Category", "Slow")]
public sealed class LimitDaysOnPostgresTests() : LimitDaysTests(Engine.Postgres);
