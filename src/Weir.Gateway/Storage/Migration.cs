namespace Weir.Gateway.Storage;

/// <summary>One numbered step of the schema.</summary>
/// <param name="Version">From 1, without gaps.</param>
/// <param name="Name">The file's name, as <c>0001_ledger.sql</c>.</param>
internal sealed record Migration(int Version, string Name)
{
    private const string Prefix = "Weir.Gateway.Storage.Migrations.";

    /// <summary>All steps that this Weir knows, in order.</summary>
    public static IReadOnlyList<Migration> All { get; } = Find();

    /// <summary>The step's statements.</summary>
    /// <param name="engine">For which engine, as <see cref="MigrationText"/> names it.</param>
    public string ReadSql(string engine = MigrationText.Sqlite)
    {
        using var stream = typeof(Migration).Assembly.GetManifestResourceStream(Prefix + Name)!;
        using var reader = new StreamReader(stream);
        return MigrationText.For(engine, reader.ReadToEnd());
    }

    // A plain loop: a LINQ query would add three milliseconds of compilation to every start.
    private static List<Migration> Find()
    {
        var found = new List<Migration>();
        foreach (var resource in typeof(Migration).Assembly.GetManifestResourceNames())
        {
            if (!resource.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            found.Add(new Migration(int.Parse(resource.AsSpan(Prefix.Length, 4)), resource[Prefix.Length..]));
        }

        found.Sort(static (a, b) => a.Version - b.Version);
        return found;
    }
}
