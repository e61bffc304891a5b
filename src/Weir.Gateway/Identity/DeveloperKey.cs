using Weir.Gateway.Audit;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Identity;

/// <summary>
/// The key that makes the first call possible without any set-up: a file that only Weir's user can read. The database keeps
/// its hash, like any other key's.
/// </summary>
internal static class DeveloperKey
{
    public const string FileName = "dev-key";
    public const string Name = "dev";
    public const string Tenant = "default";

    /// <summary>Makes the file unless it holds a key that is good. Several processes may do so at once.</summary>
    /// <exception cref="StorageException">The file or the database cannot be written.</exception>
    public static DeveloperKeyFile Ensure(string directory, KeyStore store)
    {
        var path = Path.GetFullPath(Path.Combine(directory, FileName));
        try
        {
            // Without the write lock first: on all starts but the first there is nothing to do.
            if (!IsNeeded(path, store.FindActive)) return new DeveloperKeyFile(path, IsNew: false);
            var created = store.Replace(
                new NewKey(Name, Tenant, CreatedBy: AuditEntry.Weir),
                find => IsNeeded(path, find),
                key => Write(path, key.Plaintext));
            return new DeveloperKeyFile(path, IsNew: created is not null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.Unwritable(path, failure.Message, failure);
        }
    }

    private static bool IsNeeded(string path, Func<KeyHash, StoredKey?> find) =>
        !File.Exists(path) || find(KeyHash.Of(File.ReadAllText(path).AsSpan().Trim())) is null;

    private static void Write(string path, string plaintext)
    {
        // Beside, then over: nobody ever reads half a key, and what a crash left behind is in nobody's way.
        var beside = path + ".new";
        File.Delete(beside);
        using (var file = PrivateFile.Create(beside))
        using (var text = new StreamWriter(file)) text.WriteLine(plaintext);
        File.Move(beside, path, overwrite: true);
    }
}
