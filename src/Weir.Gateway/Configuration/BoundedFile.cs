namespace Weir.Gateway.Configuration;

/// <summary>Reads small files without trusting that they are small.</summary>
internal static class BoundedFile
{
    /// <summary>The whole file, or null when it is larger than allowed. Throws as <see cref="File.OpenRead"/> does.</summary>
    public static byte[]? Read(string path, int largest)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);

        // The length is only a hint: it is 0 for files under /proc and endless for a device.
        var buffer = new byte[(int)Math.Clamp(file.Length + 1, 512, largest + 1)];
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
