using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace Weir.Gateway.Storage.Postgres;

/// <summary>
/// A statement of PostgreSQL's. Numbers are sent as <c>bigint</c> and texts as <c>text</c>, nulls too, so that the server need not guess;
/// what is often run it keeps prepared (the driver sees to it). Rows are read as they come.
/// </summary>
internal sealed partial class PostgresStatement : Statement
{
    private readonly PostgresSession _session;
    private readonly NpgsqlCommand _command;
    private int _parameter;
    private NpgsqlDataReader? _reader;
    private Queue<object?[]>? _kept;
    private object?[]? _row;

    public PostgresStatement(PostgresSession session, string sql)
    {
        _session = session;
        _command = new NpgsqlCommand(sql);
        var parameters = Parameter().EnumerateMatches(sql);
        var count = 0;
        foreach (var match in parameters) count = Math.Max(count, int.Parse(sql.AsSpan(match.Index + 1, match.Length - 1), CultureInfo.InvariantCulture));
        while (count-- > 0) _command.Parameters.Add(new NpgsqlParameter { Value = DBNull.Value });
    }

    /// <inheritdoc/>
    public override Statement Add(string? value) => Bind(NpgsqlDbType.Text, value is null ? null : PostgresText.Clean(value));

    /// <inheritdoc/>
    public override Statement Add(long value) => Bind(NpgsqlDbType.Bigint, value);

    /// <inheritdoc/>
    public override Statement Add(long? value) => Bind(NpgsqlDbType.Bigint, value);

    /// <inheritdoc/>
    public override Statement Add(decimal? value) => Bind(NpgsqlDbType.Text, value?.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override Statement Add(in ExactDecimal value) => Bind(NpgsqlDbType.Text, value.ToString());

    /// <inheritdoc/>
    public override Statement AddUtf8(ReadOnlySpan<byte> value) => Add(Encoding.UTF8.GetString(value));

    /// <inheritdoc/>
    public override bool Read()
    {
        Column = 0;
        if (_kept is not null)
        {
            if (_kept.TryDequeue(out _row)) return true;
            Reset();
            return false;
        }
        var isDone = true;
        try
        {
            if (_reader is null)
            {
                _command.CommandTimeout = _session.Patience;
                _reader = _session.Run(_command, this);
            }
            isDone = !_reader.Read();
            return !isDone;
        }
        catch (Exception failure) when (PostgresErrors.IsOne(failure))
        {
            throw _session.Fail(failure);
        }
        finally
        {
            if (isDone) Reset();
        }
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        (_parameter, _kept, _row) = (0, null, null);
        var reader = _reader;
        _reader = null;
        _session.Leave(this);
        try
        {
            reader?.Dispose();
        }
        catch (Exception failure) when (PostgresErrors.IsOne(failure))
        {
            // Of rows that nobody wants any more. A transaction that it has spoilt must not be committed.
            _ = _session.Fail(failure);
        }
    }

    /// <inheritdoc/>
    public override string? NextText()
    {
        var column = Column++;
        if (_reader is null) return TextOf(_row![column]);
        return _reader.IsDBNull(column) ? null : _reader.GetFieldType(column) == typeof(string) ? _reader.GetString(column) : TextOf(_reader.GetValue(column));
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> NextSpan()
    {
        var column = Column;
        if (_reader is null || _reader.GetFieldType(column) != typeof(string)) return NextText() is { } text ? Encoding.UTF8.GetBytes(text) : default;
        Column++;
        return _reader.IsDBNull(column) ? default : _reader.GetFieldValue<byte[]>(column);
    }

    /// <inheritdoc/>
    public override long NextLong() => NextLongOrNull() ?? 0;

    /// <inheritdoc/>
    public override long? NextLongOrNull()
    {
        var column = Column++;
        if (_reader is null) return NumberOf(_row![column]);
        if (_reader.IsDBNull(column)) return null;
        return _reader.GetFieldType(column) == typeof(long) ? _reader.GetInt64(column) : NumberOf(_reader.GetValue(column));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Reset();
        _command.Dispose();
    }

    /// <summary>Reads what is left into memory, because the connection is wanted for something else.</summary>
    internal void Detach()
    {
        if (_reader is not { } reader) return;
        try
        {
            var columns = reader.FieldCount;
            // Its columns may not all have been read yet.
            _row = RowOf(reader, columns);
            var rest = new Queue<object?[]>();
            while (reader.Read()) rest.Enqueue(RowOf(reader, columns));
            _kept = rest;
        }
        catch (Exception failure) when (PostgresErrors.IsOne(failure))
        {
            throw _session.Fail(failure);
        }
        finally
        {
            _reader = null;
            reader.Dispose();
        }
    }

    private static object?[] RowOf(NpgsqlDataReader reader, int columns)
    {
        var row = new object?[columns];
        for (var column = 0; column < columns; column++) row[column] = reader.IsDBNull(column) ? null : reader.GetValue(column);
        return row;
    }

    private static string? TextOf(object? value) => value switch
    {
        null => null,
        string text => text,
        bool yes => yes ? "1" : "0",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static long? NumberOf(object? value) => value switch
    {
        null => null,
        bool yes => yes ? 1 : 0,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    private PostgresStatement Bind(NpgsqlDbType type, object? value)
    {
        var parameter = _command.Parameters[_parameter++];
        parameter.NpgsqlDbType = type;
        parameter.Value = value ?? DBNull.Value;
        return this;
    }

    [GeneratedRegex(@"\$[0-9]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Parameter();
}
