using Weir.Testing;

namespace Weir.Gateway.Tests.Identity;

[Trait("Category", "Slow")]
public sealed class KeyStoreOnPostgresTests() : KeyStoreTests(Engine.Postgres);
