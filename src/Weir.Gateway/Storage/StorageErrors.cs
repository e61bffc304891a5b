namespace Weir.Gateway.Storage;

/// <summary>What can be wrong with files, in words.</summary>
internal static class StorageErrors
{
    public static StorageException Damaged(string path, string detail) => new(
        StorageProblem.Corrupt,
        $"{path} is damaged or is no SQLite database: {detail}",
        "Move the file and its -wal and -shm neighbours away, then restore a backup or start with a new database.");

    /// <summary>The file that is open is no longer the one at its path.</summary>
    public static StorageException Gone(string path) => new(
        StorageProblem.Missing,
        $"{path} was deleted, moved or replaced while it was open",
        "Put the file back, or restart Weir, which goes on with the file that is there then or makes a new one.");

    public static StorageException Unwritable(string path, string detail, Exception? inner = null) => new(
        StorageProblem.Unwritable,
        $"{path} cannot be opened for writing: {detail}",
        "Let Weir's user own the data directory, or name another directory that this user can write to.",
        inner);
}
