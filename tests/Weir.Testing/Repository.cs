namespace Weir.Testing;

/// <summary>Where the sources lie that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The directory that holds the solution.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "Weir.slnx"))) return directory.FullName;
        throw new InvalidOperationException($"no Weir.slnx above {AppContext.BaseDirectory}: run the tests inside the repository");
    }
}
