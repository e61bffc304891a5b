using System.Globalization;

namespace Weir.Cli.Output;

/// <summary>A table as <c>--csv</c> prints it (RFC 4180, lines end with a line feed).</summary>
internal static class Csv
{
    public static void Write(Column[] columns, IEnumerable<string[]> rows)
    {
        Console.Out.WriteLine(Line(columns.Select(column => column.Head)));
        foreach (var row in rows) Console.Out.WriteLine(Line(row.Select(cell => cell == Show.Nothing ? "" : cell)));
    }

    private static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(Cell));

    private static string Cell(string text) => Quoted(IsFormula(text) ? "'" + text : text);

    /// <summary>Whether a spreadsheet would run it: names come from clients (https://owasp.org/www-community/attacks/CSV_Injection).</summary>
    private static bool IsFormula(string text) =>
        text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] && !decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
