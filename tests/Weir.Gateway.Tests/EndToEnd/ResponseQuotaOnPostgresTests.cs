using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd;

[Trait("Category", "Slow")]
public sealed class ResponseQuotaOnPostgresTests() : ResponseQuotaTests(Engine.Postgres);
