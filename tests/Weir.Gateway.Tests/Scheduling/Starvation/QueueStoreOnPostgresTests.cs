using Weir.Testing;

namespace Weir.Gateway.Tests.Scheduling.Starvation;

[Trait("Category", "Slow")]
public sealed class QueueStoreOnPostgresTests() : QueueStoreTests(Engine.Postgres);
