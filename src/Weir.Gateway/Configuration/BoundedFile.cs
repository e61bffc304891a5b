namespace Weir.Gateway.Configuration;

/// <summary>Reads small files without trusting that they are small.</summary>
internal static class BoundedFile
{
    /// <summary>Opens a file that others may write or replace meanwhile. Throws as <see cref="File.OpenRead"/> does.</summary>
    public static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);

    /// <summary>Reads to the end.</summary>
    /// <returns>The whole file, or null when it is larger than allowed.</returns>
    public static byte[]? Read(FileStream file, int largest)
    {
        // The length is only a hint: a pipe has none, it is 0 for files under /proc and endless for a device.
        var hint = file.CanSeek ? file.Length : 0;
        var buffer = new byte[(int)Math.Clamp(hint + 1, 512, largest + 1)];
        var count = 0;
        while (true)
        {
            var read = file.Read(buffer, count, buffer.Length - count);
            count += read;
            if (count > largest) return null;
            if (read == 0) return buffer[..count];
            if (count == buffer.Length) Array.Resize(ref buffer, Math.Min(buffer.Length * 2, largest + 1));
        }
    }
}
