namespace Weir.Testing;

/// <summary>On which kind of database a test runs.</summary>
public enum Engine
{
    Sqlite,
    Postgres,
}
