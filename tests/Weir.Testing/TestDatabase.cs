using Weir.Gateway.Storage;
using Weir.Gateway.Storage.Postgres;

namespace Weir.Testing;

/// <summary>A database of one test, of either engine, at this Weir's schema and without a row.</summary>
internal sealed class TestDatabase : IDisposable
{
    private readonly string? _address;
    private readonly TemporaryData? _directory;
    private readonly List<Database> _opened = [];

    /// <param name="engine">The engine; null takes the one that WEIR_TEST_ENGINE names (<c>postgres</c>), else SQLite.</param>
    public TestDatabase(Engine? engine = null)
    {
        Engine = EngineOf(engine);
        if (Engine == Engine.Postgres)
        {
            _address = PostgresServer.Instance.NewDatabase();
            return;
        }
        _directory = new TemporaryData();
        EmptyDatabase.PutInto(_directory.Path);
    }

    public Engine Engine { get; }

    /// <summary>The engine that a test asks for, else the one that WEIR_TEST_ENGINE names (<c>postgres</c>), else SQLite.</summary>
    public static Engine EngineOf(Engine? engine) =>
        engine ?? (Environment.GetEnvironmentVariable("WEIR_TEST_ENGINE") == "postgres" ? Engine.Postgres : Engine.Sqlite);

    /// <summary>The directory of the file, or the address.</summary>
    public string Place => _address ?? _directory!.Path;

    /// <summary>Opens it, once more, as another process would.</summary>
    public Database Open(TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        var database = _address is null ? Database.Open(_directory!.Path, time) : PostgresDatabase.OpenAt(PostgresAddress.Parse(_address), time);
        _opened.Add(database);
        return database;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var database in _opened) database.Dispose();
        if (_address is not null) PostgresServer.Instance.Drop(_address);
        _directory?.Dispose();
    }
}
