using Weir.Cli.Output;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;
using Weir.Gateway.Storage.Sqlite;

namespace Weir.Cli.Commands.Doctor;

/// <summary>SQLite, the data directory, its disk, and the database.</summary>
internal static class StorageCheck
{
    private const long LeastSpace = 1L << 30;

    public static Finding Library() => new(
        "SQLite",
        $"{SqliteLibrary.Version}, {(SqliteLibrary.IsSystem ? "the system's" : "shipped with Weir")}{(SqliteLibrary.Path is { } path ? $" ({path})" : "")}");

    /// <summary>Whether files can be made in the data directory, or the directory itself when it is not there yet.</summary>
    public static Finding Directory(string data)
    {
        const string check = "data directory";
        var full = Path.GetFullPath(data);
        var exists = System.IO.Directory.Exists(full);
        try
        {
            var probe = Path.Combine(exists ? full : Existing(full), $".weir-doctor-{Guid.NewGuid():N}");
            PrivateFile.Create(probe).Dispose();
            File.Delete(probe);
            return new Finding(check, exists ? $"{full}, writable" : $"{full}, not there yet: the first 'weir up' makes it");
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return new Finding(check, $"{full} cannot be written: {broken.Message}", "Let Weir's user own it, or name another directory with --data.");
        }
    }

    public static Finding Disk(string data)
    {
        const string check = "disk";
        try
        {
            var free = new DriveInfo(Existing(Path.GetFullPath(data))).AvailableFreeSpace;
            return new Finding(
                check, $"{Show.Bytes(free)} free", free < LeastSpace ? "Make room: a full disk stops the ledger, and with it every call." : null);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Finding(check, "the system does not tell how much room there is");
        }
    }

    public static Finding Database(string data, StorageConfig storage, TimeProvider time)
    {
        const string check = "database";
        try
        {
            if (StoragePlace.Of(data, storage).Look(time) is not { } facts) return new Finding(check, "none yet: the first 'weir up' makes it");
            var newest = Migration.All[^1].Version;
            var rows = facts.Rows is null
                ? facts.Schema == 0 ? "empty" : "too large to count its rows in passing"
                : string.Join(", ", facts.Rows.Select(table => $"{table.Value} {table.Key}"));
            return new Finding(
                check,
                $"{facts.Path}, {Show.Bytes(facts.Bytes)}, schema {facts.Schema}{(facts.Schema < newest ? $" ('weir up' brings it to {newest})" : "")}, {rows}",
                facts.Schema > newest ? $"This Weir knows schemas up to {newest}: run the newer one that wrote it." : null);
        }
        catch (StorageException broken)
        {
            return new Finding(check, broken.Message, broken.Remedy);
        }
    }

    /// <summary>What exists of a path: a file, when one is in the way.</summary>
    private static string Existing(string full)
    {
        while (!Path.Exists(full) && Path.GetDirectoryName(full) is { } above) full = above;
        return full;
    }
}
