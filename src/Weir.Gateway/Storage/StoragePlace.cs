using Microsoft.Extensions.Logging;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage.Postgres;

namespace Weir.Gateway.Storage;

/// <summary>Where the database is: in the data directory, unless the configuration names a PostgreSQL server.</summary>
/// <param name="Directory">The data directory.</param>
/// <param name="Address">The server and the database, or null.</param>
internal sealed record StoragePlace(string Directory, PostgresAddress? Address = null)
{
    /// <param name="directory">The data directory.</param>
    /// <param name="storage">The configuration's section.</param>
    /// <exception cref="StorageException">The address cannot be read.</exception>
    public static StoragePlace Of(string directory, StorageConfig storage) =>
        new(directory, storage.Database is { } address ? PostgresAddress.Parse(address.Reveal(), storage.Password?.Reveal()) : null);

    /// <inheritdoc cref="Database.Open(string, TimeProvider, ILogger{Database}, bool)"/>
    public Database Open(TimeProvider time, ILogger<Database>? logger = null, bool create = true) =>
        Address is null ? Database.Open(Directory, time, logger, create) : PostgresDatabase.OpenAt(Address, time, logger, create);

    /// <summary>Opens the database for a gateway, and keeps it from all others until both that are returned are disposed of, the database first.</summary>
    /// <exception cref="StorageException">Another gateway has it, or something is wrong with it.</exception>
    public (Database Database, IDisposable? Lock) OpenForGateway(TimeProvider time, ILogger<Database> logger)
    {
        // Before the database is brought up to date, which a gateway that has it open would not expect.
        if (Address is not null) return (PostgresDatabase.OpenAt(Address, time, logger, forGateway: true), null);
        var directory = DirectoryLock.Take(Directory);
        try
        {
            return (Database.Open(Directory, time, logger), directory);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Looks at the database without changing anything.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="StorageException">It cannot be read, or is damaged.</exception>
    public DatabaseFacts? Look(TimeProvider time) => Address is null ? DatabaseFacts.Read(Directory, time) : PostgresDatabase.Look(Address, time);
}
