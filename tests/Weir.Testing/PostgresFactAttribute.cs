using Xunit;

namespace Weir.Testing;

/// <summary>A test that needs a PostgreSQL server, and is skipped where none can be started.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.Missing;
}
