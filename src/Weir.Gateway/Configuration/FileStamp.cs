namespace Weir.Gateway.Configuration;

/// <summary>Tells cheaply whether a file may have changed.</summary>
/// <param name="Changed">When it was last written; zero when it cannot be opened.</param>
/// <param name="Length">In bytes; -1 when it cannot be opened.</param>
internal readonly record struct FileStamp(long Changed, long Length)
{
    /// <summary>
    /// Looks at the opened file, not at its name: mounted configuration is often a chain of symbolic links of which only a
    /// folder in the middle is exchanged.
    /// </summary>
    public static FileStamp Of(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return new FileStamp(File.GetLastWriteTimeUtc(file).Ticks, RandomAccess.GetLength(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return new FileStamp(0, -1);
        }
    }
}
