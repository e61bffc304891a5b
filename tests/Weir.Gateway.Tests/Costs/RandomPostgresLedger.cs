using Weir.Testing;

namespace Weir.Gateway.Tests.Costs;

/// <summary>The same on PostgreSQL.</summary>
public sealed class RandomPostgresLedger() : RandomLedger(Engine.Postgres);
