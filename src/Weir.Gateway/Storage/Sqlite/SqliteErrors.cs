using SQLitePCL;

namespace Weir.Gateway.Storage.Sqlite;

/// <summary>SQLite's result codes in words.</summary>
internal static class SqliteErrors
{
    /// <param name="code">A primary or extended result code.</param>
    /// <param name="detail">SQLite's own message.</param>
    /// <param name="path">The database file.</param>
    public static StorageException Of(int code, string detail, string path) => (code & 0xff) switch
    {
        raw.SQLITE_FULL => new(
            StorageProblem.Full,
            $"no room is left on the disk for {path}",
            "Free some space; Weir goes on by itself as soon as there is room."),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => StorageErrors.Damaged(path, detail),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new(
            StorageProblem.Busy,
            $"{path} is locked by another process: {detail}",
            "See whether another gateway, a backup or an SQLite shell holds the database open, and stop it."),
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH => StorageErrors.Unwritable(path, detail),
        raw.SQLITE_IOERR => new(
            StorageProblem.InputOutput,
            $"reading or writing {path} failed: {detail} (SQLite code {code})",
            "Check the disk and the kernel's log; the data directory must be on a local disk."),
        raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH or raw.SQLITE_RANGE => new(
            StorageProblem.Row,
            $"the row cannot be stored: {detail}",
            "This is a fault in Weir: please report it."),
        _ => new(
            StorageProblem.Other,
            $"{path}: {detail} (SQLite code {code})",
            "Run `weir doctor`; if it finds nothing, please report this."),
    };
}
