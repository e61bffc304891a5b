using Spectre.Console;

namespace Weir.Cli.Output;

/// <summary>A small table: drawn on a terminal, in plain aligned columns for a file or another program.</summary>
internal static class Table
{
    public static void Write(Column[] columns, IReadOnlyList<string[]> rows)
    {
        if (Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") == "dumb") Plain(columns, rows);
        else Draw(columns, rows);
    }

    private static void Plain(Column[] columns, IReadOnlyList<string[]> rows)
    {
        var lines = new AlignedColumns(columns);
        foreach (var row in rows) lines.Fit(row);
        Console.Out.WriteLine(lines.Heads);
        foreach (var row in rows) Console.Out.WriteLine(lines.Line(row));
    }

    private static void Draw(Column[] columns, IReadOnlyList<string[]> rows)
    {
        var table = new Spectre.Console.Table().Border(TableBorder.Rounded);
        foreach (var column in columns) table.AddColumn(new TableColumn(new Text(column.Head)) { Alignment = column.IsRight ? Justify.Right : Justify.Left });
        // As text and not as markup: names may hold brackets.
        foreach (var row in rows) table.AddRow(row.Select(cell => new Text(cell)));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Out),
            ColorSystem = Paint.IsOn ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        console.Write(table);
    }
}
