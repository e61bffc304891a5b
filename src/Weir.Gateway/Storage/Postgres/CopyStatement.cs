using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Weir.Gateway.Storage.Postgres;

/// <summary>
/// An INSERT whose rows are gathered and then sent together by a binary COPY: a server that parses and plans nothing for each row takes
/// several times as many.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="columns">Its columns, with commas between; the first is the key by which it is partitioned. Numbers are <c>bigint</c>.</param>
/// <param name="disposed">Told when it is not used any more.</param>
internal sealed class CopyStatement(string table, string columns, Action<CopyStatement> disposed) : Statement
{
    private readonly int _width = columns.Count(letter => letter == ',') + 1;
    private readonly List<Cell> _cells = [];

    /// <summary>The table.</summary>
    public string Table => table;

    /// <summary>Rows that are gathered.</summary>
    public int Rows => _cells.Count / _width;

    /// <summary>The first column of each of them.</summary>
    public IEnumerable<string> Keys
    {
        get
        {
            for (var at = 0; at < _cells.Count; at += _width) yield return _cells[at].Text!;
        }
    }

    /// <inheritdoc/>
    public override Statement Add(string? value) => Add(new Cell(value is null ? null : PostgresText.Clean(value), 0, IsText: true));

    /// <inheritdoc/>
    public override Statement Add(long value) => Add(new Cell("", value, IsText: false));

    /// <inheritdoc/>
    public override Statement Add(long? value) => Add(new Cell(value is null ? null : "", value ?? 0, IsText: false));

    /// <inheritdoc/>
    public override Statement Add(decimal? value) => Add(value?.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override Statement Add(in ExactDecimal value) => Add(value.ToString());

    /// <inheritdoc/>
    public override Statement AddUtf8(ReadOnlySpan<byte> value) => Add(Encoding.UTF8.GetString(value));

    /// <summary>Ends a row; there is none to be read.</summary>
    public override bool Read() =>
        _cells.Count % _width == 0 ? false : throw new InvalidOperationException($"a row of {table} has {_width} columns");

    /// <summary>Forgets what was gathered.</summary>
    public override void Reset() => _cells.Clear();

    /// <inheritdoc/>
    public override string? NextText() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> NextSpan() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long NextLong() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long? NextLongOrNull() => throw new NotSupportedException();

    /// <summary>Sends what was gathered, and forgets it.</summary>
    public void WriteTo(NpgsqlConnection connection)
    {
        try
        {
            using var copy = connection.BeginBinaryImport($"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)");
            for (var at = 0; at < _cells.Count; at++)
            {
                if (at % _width == 0) copy.StartRow();
                var cell = _cells[at];
                if (cell.Text is null) copy.WriteNull();
                else if (cell.IsText) copy.Write(cell.Text, NpgsqlDbType.Text);
                else copy.Write(cell.Number, NpgsqlDbType.Bigint);
            }
            copy.Complete();
        }
        finally
        {
            _cells.Clear();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        disposed(this);
    }

    private CopyStatement Add(Cell cell)
    {
        _cells.Add(cell);
        return this;
    }

    /// <param name="Text">Null for null, whatever the type.</param>
    /// <param name="Number">What counts where it is no text.</param>
    /// <param name="IsText">Which of both.</param>
    private readonly record struct Cell(string? Text, long Number, bool IsText);
}
