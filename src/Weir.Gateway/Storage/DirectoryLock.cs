using System.Globalization;

namespace Weir.Gateway.Storage;

/// <summary>
/// Keeps a data directory for one gateway as long as it runs. What budgets and limits have left is counted in a gateway's memory: a
/// second one on the same database would let all of it be spent once more. Commands that look or write beside a gateway need no lock.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    public const string FileName = "gateway.lock";

    /// <summary>Says who has the lock: nobody can read what is locked.</summary>
    public const string OwnerFileName = "gateway.pid";

    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, and says beside its file who has it. The operating system gives it back, however the process ends.</summary>
    /// <param name="directory">The data directory; it is made if need be.</param>
    /// <exception cref="StorageException">Another gateway has it, or the directory cannot be written to.</exception>
    public static DirectoryLock Take(string directory)
    {
        var path = Path.Combine(Path.GetFullPath(directory), FileName);
        try
        {
            PrivateFile.CreateDirectory(Path.GetDirectoryName(path)!);
            var file = PrivateFile.OpenAlone(path);
            TellOwner(directory);
            return new DirectoryLock(file);
        }
        // A file that is locked is an IOException with nothing else to tell it by.
        catch (IOException) when (File.Exists(path))
        {
            throw new StorageException(
                StorageProblem.Busy, $"{directory} is in use by another gateway{Owner(directory)}", "Stop that one first, or give this one a data directory of its own with --data.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.Unwritable(path, failure.Message, failure);
        }
    }

    /// <summary>Lets another gateway have the directory. The file stays: who waits for it may have it open already.</summary>
    public void Dispose() => _file.Dispose();

    private static void TellOwner(string directory)
    {
        try
        {
            File.WriteAllText(Path.Combine(directory, OwnerFileName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            // The lock holds all the same; on a full disk the ledger says what is to be said.
        }
    }

    /// <summary>Who has the lock, as far as that can be read.</summary>
    private static string Owner(string directory)
    {
        try
        {
            return int.TryParse(File.ReadAllText(Path.Combine(directory, OwnerFileName)), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var process)
                ? $" (process {process})"
                : "";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
