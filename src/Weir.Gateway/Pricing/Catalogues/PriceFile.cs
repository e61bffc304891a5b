using System.Text;

namespace Weir.Gateway.Pricing.Catalogues;

/// <summary>An operator's price book as a file of one entry per line, which commands may change.</summary>
internal static class PriceFile
{
    private const string Head = "# Prices of your own, over those of Weir's price book. 'weir prices import' writes here, one entry per line.\nprices:\n";

    /// <summary>Puts entries into a file, in the place of those that it has of the same names. All or nothing: a crash leaves the old file.</summary>
    /// <param name="path">The file; made where there is none.</param>
    /// <param name="rows">The entries' lines.</param>
    /// <exception cref="FormatException">The file is not one of one entry per line.</exception>
    public static void Put(string path, IReadOnlyList<PriceRow> rows)
    {
        var text = File.Exists(path) ? File.ReadAllText(path) : Head;
        var names = rows.Select(row => row.Key.Name).ToHashSet(StringComparer.Ordinal);
        var kept = new StringBuilder();
        foreach (var line in text.Split('\n'))
        {
            var isEntry = line.StartsWith("  ", StringComparison.Ordinal) && !line.TrimStart().StartsWith('#') && line.Trim().Length > 0;
            if (!isEntry && line.Trim() is not ("" or "prices:") && !line.TrimStart().StartsWith('#')) throw new FormatException($"'{line}' is no line of a price book");
            if (line.Trim().Length > 0 && !(isEntry && names.Contains(PriceRow.Parse(line).Key.Name))) kept.Append(line).Append('\n');
        }
        foreach (var row in rows) kept.Append("  ").Append(row).Append('\n');
        var next = path + ".new";
        File.WriteAllText(next, kept.ToString());
        File.Move(next, path, overwrite: true);
    }
}
