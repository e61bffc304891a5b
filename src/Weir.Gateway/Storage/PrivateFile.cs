namespace Weir.Gateway.Storage;

/// <summary>Files and directories that only Weir's user can read, from the instant they exist.</summary>
internal static class PrivateFile
{
    /// <summary>Makes a file; fails with <see cref="IOException"/> when there is one.</summary>
    public static FileStream Create(string path) => Open(path, FileMode.CreateNew, FileShare.ReadWrite);

    /// <summary>Opens a file, makes it if need be, and keeps everybody from opening it likewise; fails with <see cref="IOException"/> when somebody has.</summary>
    public static FileStream OpenAlone(string path) => Open(path, FileMode.OpenOrCreate, FileShare.None);

    /// <summary>Makes a directory and its parents; one that exists is left as it is.</summary>
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static FileStream Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = share };
        // Windows' user directories are private by inheritance.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
