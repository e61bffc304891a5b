using Microsoft.Extensions.Logging;
using Weir.Gateway.Storage.Sqlite;

namespace Weir.Gateway.Storage;

/// <summary>Weir's database, at this Weir's schema: where the stores get their sessions.</summary>
internal abstract class Database : IDisposable
{
    /// <summary>The file in the data directory, where the database is SQLite's.</summary>
    public const string FileName = "weir.db";

    /// <summary>Where it is, as messages name it. Never a secret.</summary>
    public abstract string Path { get; }

    /// <summary>Called with every session that is made; tests use it to make a disk look full.</summary>
    internal Action<Session>? Connected { get; set; }

    /// <summary>Opens the database of a data directory, makes it if need be, and brings it to this Weir's schema. Other processes may have it open.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="time">Dates the schema's versions.</param>
    /// <param name="logger">Null logs nothing.</param>
    /// <param name="create">False for commands that only look: a missing database is then an error.</param>
    /// <exception cref="StorageException">With what is wrong and what to do about it.</exception>
    public static Database Open(string directory, TimeProvider time, ILogger<Database>? logger = null, bool create = true) =>
        SqliteDatabase.OpenIn(directory, time, logger, create);

    /// <summary>Opens a session of one's own. It survives this object.</summary>
    public Session Connect()
    {
        var session = OpenSession();
        Connected?.Invoke(session);
        return session;
    }

    /// <summary>Opens a session of one's own that refuses to change anything.</summary>
    public Session ConnectToRead()
    {
        var session = Connect();
        session.RefuseChanges();
        return session;
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Opens a session.</summary>
    protected abstract Session OpenSession();
}
