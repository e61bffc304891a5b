using Weir.Testing;

namespace Weir.Gateway.Tests.Anomalies;

[Trait("Category", "Slow")]
public sealed class AnomalyWatchOnPostgresTests() : AnomalyWatchTests(Engine.Postgres);
