using System.Text;

namespace Weir.Cli.Output;

/// <summary>
/// Lines of cells under each other, two blanks apart. Widths only grow, so that lines may be printed while more are to come.
/// </summary>
internal sealed class AlignedColumns
{
    private readonly Column[] _columns;
    private readonly int[] _widths;

    public AlignedColumns(params Column[] columns)
    {
        _columns = columns;
        _widths = [.. columns.Select(column => column.Head.Length)];
    }

    public string Heads => Line([.. _columns.Select(column => column.Head)]);

    /// <summary>Makes room for a row.</summary>
    public void Fit(IReadOnlyList<string> cells)
    {
        for (var i = 0; i < _widths.Length; i++) _widths[i] = Math.Max(_widths[i], cells[i].Length);
    }

    /// <summary>One row as a line without trailing blanks.</summary>
    /// <param name="cells">One for each column.</param>
    /// <param name="paint">Colours a cell after it was padded: colours have no width.</param>
    public string Line(IReadOnlyList<string> cells, Func<int, string, string>? paint = null)
    {
        var line = new StringBuilder();
        for (var i = 0; i < _widths.Length; i++)
        {
            var last = i == _widths.Length - 1;
            var cell = _columns[i].IsRight ? cells[i].PadLeft(_widths[i]) : last ? cells[i] : cells[i].PadRight(_widths[i]);
            if (i > 0) line.Append("  ");
            line.Append(paint is null ? cell : paint(i, cell));
        }

        return line.ToString().TrimEnd();
    }
}
