using Weir.Testing;

namespace Weir.Cli.Tests.Docs;

/// <summary>The repository as somebody has it who has just cloned it: its files as they are now, and nothing that was built.</summary>
internal sealed class WorkingCopy : IDisposable
{
    private static readonly string[] Left = [".git", ".weir", ".vs", "artifacts", "bin", "obj", "node_modules", "TestResults"];

    private readonly TemporaryData _directory = new();

    public WorkingCopy() => Copy(Repository.Root, _directory.Path);

    public string Path => _directory.Path;

    /// <inheritdoc/>
    public void Dispose() => _directory.Dispose();

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            if (!Left.Contains(System.IO.Path.GetFileName(file))) File.Copy(file, System.IO.Path.Combine(to, System.IO.Path.GetFileName(file)));
        foreach (var directory in Directory.EnumerateDirectories(from))
            if (!Left.Contains(System.IO.Path.GetFileName(directory))) Copy(directory, System.IO.Path.Combine(to, System.IO.Path.GetFileName(directory)));
    }
}
