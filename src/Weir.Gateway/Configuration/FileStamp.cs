using Microsoft.Win32.SafeHandles;

namespace Weir.Gateway.Configuration;

/// <summary>Tells cheaply whether a file may have changed.</summary>
/// <param name="Changed">When it was last written; zero when it cannot be opened.</param>
/// <param name="Length">In bytes; -1 when it cannot be opened.</param>
internal readonly record struct FileStamp(long Changed, long Length)
{
    /// <summary>Of a file that cannot be opened.</summary>
    public static FileStamp None => new(0, -1);

    /// <summary>
    /// Looks at the opened file, not at its name: mounted configuration is often a chain of symbolic links of which only a
    /// folder in the middle is exchanged.
    /// </summary>
    public static FileStamp Of(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Of(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return None;
        }
    }

    /// <summary>The stamp of an opened file, which is not a pipe.</summary>
    public static FileStamp Of(SafeFileHandle file) => new(File.GetLastWriteTimeUtc(file).Ticks, RandomAccess.GetLength(file));
}
