using System.Text;

namespace Weir.Gateway.Storage;

/// <summary>
/// The text of a migration as one engine reads it. Lines <c>-- [sqlite]</c> and <c>-- [postgres] reason</c> begin a part that is for one
/// engine alone, up to the next such line or <c>-- [end]</c>; everything else is for all.
/// </summary>
internal static class MigrationText
{
    public const string Sqlite = "sqlite";

    public const string Postgres = "postgres";

    /// <param name="engine">The engine's name, as it stands within brackets.</param>
    /// <param name="text">The file's text.</param>
    public static string For(string engine, string text)
    {
        var (sql, isFor) = (new StringBuilder(text.Length), true);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("-- [", StringComparison.Ordinal) && line.IndexOf(']') is var end && end > 0)
            {
                var name = line[4..end];
                isFor = name.SequenceEqual("end") || name.SequenceEqual(engine);
            }
            else if (isFor)
            {
                sql.Append(line).Append('\n');
            }
        }
        return sql.ToString();
    }
}
