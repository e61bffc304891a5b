using System.Text;

namespace Weir.Gateway.Costs.Reconciliation;

/// <summary>Reads a table as text: CSV by RFC 4180, or the same with tabs. The first line names the columns.</summary>
internal static class DelimitedText
{
    /// <summary>Reads the whole text.</summary>
    /// <exception cref="FormatException">A line has more cells than there are columns, or a quote is left open.</exception>
    public static ExportTable Read(string text)
    {
        var lines = Lines(text.TrimStart('\uFEFF'));
        if (lines.Count == 0) throw new FormatException("it is empty");
        var columns = lines[0].Select(column => column.Trim()).ToArray();
        var rows = new List<IReadOnlyDictionary<string, string>>();
        foreach (var cells in lines.Skip(1))
        {
            if (cells.Count > columns.Length) throw new FormatException($"row {rows.Count + 2} has {cells.Count} cells, and there are {columns.Length} columns");
            var row = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var at = 0; at < cells.Count; at++)
                if (cells[at].Trim() is { Length: > 0 } cell) row[columns[at]] = cell;
            rows.Add(row);
        }
        return new ExportTable(columns.ToHashSet(StringComparer.Ordinal), rows);
    }

    private static List<List<string>> Lines(string text)
    {
        var first = text.AsSpan(0, text.IndexOf('\n') is >= 0 and var end ? end : text.Length);
        var separator = first.Contains('\t') ? '\t' : ',';
        var (lines, line, cell, isQuoted) = (new List<List<string>>(), new List<string>(), new StringBuilder(), false);
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (isQuoted && c == '"' && at + 1 < text.Length && text[at + 1] == '"') cell.Append(text[at++]);
            else if (c == '"') isQuoted = !isQuoted;
            else if (isQuoted || (c != separator && c is not ('\r' or '\n'))) cell.Append(c);
            else if (c == separator) EndCell(line, cell);
            else if (c == '\n') EndLine(lines, ref line, cell);
        }
        if (isQuoted) throw new FormatException("a quote is never closed");
        EndLine(lines, ref line, cell);
        return lines;
    }

    private static void EndCell(List<string> line, StringBuilder cell)
    {
        line.Add(cell.ToString());
        cell.Clear();
    }

    private static void EndLine(List<List<string>> lines, ref List<string> line, StringBuilder cell)
    {
        EndCell(line, cell);
        if (line.Count > 1 || line[0].Length > 0) lines.Add(line);
        line = [];
    }
}
