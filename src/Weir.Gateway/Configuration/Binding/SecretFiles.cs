using Weir.Gateway.Configuration.Yaml;

namespace Weir.Gateway.Configuration.Binding;

/// <summary>Reads the configuration's own file and those that secrets are kept in, and remembers which, so that their change can be noticed.</summary>
/// <param name="folder">What a relative path is relative to: the configuration file's folder.</param>
internal sealed class SecretFiles(string folder)
{
    private const int Largest = 64 * 1024;

    private readonly Dictionary<string, FileStamp> _files = new(StringComparer.Ordinal);

    /// <summary>
    /// Every path asked for that can be read again, also those that could not be read (they may appear later), with its stamp
    /// from before it was read: a change while reading is then seen as a change.
    /// </summary>
    public IReadOnlyDictionary<string, FileStamp> Files => _files;

    /// <summary>The whole file, or null when it is larger than allowed. Throws as <see cref="File.OpenRead"/> does.</summary>
    public byte[]? Read(string path, int largest)
    {
        var isFirst = _files.TryAdd(path, FileStamp.None);
        using var file = BoundedFile.Open(path);
        // A pipe gives its text once; to look at it again would wait for a writer, or take the text from another reader.
        if (!file.CanSeek) _files.Remove(path);
        else if (isFirst) _files[path] = FileStamp.Of(file.SafeFileHandle);
        return BoundedFile.Read(file, largest);
    }

    /// <summary>The file's text without line breaks at its end; null after an error.</summary>
    public string? Read(string written, ScalarNode node, ConfigErrors errors)
    {
        if (written.Length == 0 || written.Contains('\0', StringComparison.Ordinal))
        {
            errors.Add(node, "file: names no path.", "Write file:/path/to/secret.");
            return null;
        }

        // Where the path itself comes from the environment, the expression is named and not its value.
        var shown = Shown.Short(node.Text["file:".Length..]);
        var path = Path.GetFullPath(written, folder);
        try
        {
            var bytes = Read(path, Largest);
            if (bytes is null)
                errors.Add(node, $"the secret file {shown} is larger than 64 KiB.", "Point to a file that holds only the secret.", node.Text);
            else if (System.Text.Encoding.UTF8.GetString(bytes).TrimEnd('\r', '\n') is { Length: > 0 } text)
                return text;
            else
                errors.Add(node, $"the secret file {shown} is empty.", "Write the secret into it.", node.Text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            var why = e is FileNotFoundException or DirectoryNotFoundException ? "does not exist" : "cannot be read";
            errors.Add(node, $"the secret file {shown} {why}.", "Create it, and let the user that runs Weir read it.", node.Text);
        }

        return null;
    }
}
