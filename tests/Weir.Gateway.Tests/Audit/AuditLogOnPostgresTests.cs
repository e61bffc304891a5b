using Weir.Testing;

namespace Weir.Gateway.Tests.Audit;

[Trait("Category", "Slow")]
public sealed class AuditLogOnPostgresTests() : AuditLogTests(Engine.Postgres);
