namespace Weir.Cli.Tests.Docs;

/// <summary>The repository's Markdown pages, and other files of it.</summary>
internal static class Pages
{
    public static string Root { get; } = FindRoot();

    /// <summary>All pages, relative to the root, with forward slashes.</summary>
    public static IEnumerable<string> All { get; } = Directory
        .EnumerateFiles(Root, "*.md", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
        .Where(path => !path.Split('/').Any(IsGenerated))
        .Order(StringComparer.Ordinal);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static bool IsGenerated(string folder) => folder is "bin" or "obj" or "artifacts" or "node_modules" or "TestResults" or ".git";

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Weir.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Weir.slnx stands in no folder above the tests.");
    }
}
