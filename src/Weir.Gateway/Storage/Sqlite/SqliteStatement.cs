using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using SQLitePCL;

namespace Weir.Gateway.Storage.Sqlite;

/// <summary>
/// A statement of SQLite's. Binding allocates nothing, and a parameter keeps its value from one run to the next: what has not changed,
/// as most of a ledger row, is not bound again.
/// </summary>
internal sealed class SqliteStatement : Statement
{
    private const int OnStack = 512;

    private readonly SqliteSession _session;
    private readonly sqlite3_stmt _statement;
    private readonly nint _row;
    private readonly Bound[] _bound;
    private int _parameter;

    internal SqliteStatement(SqliteSession session, sqlite3_stmt statement)
    {
        // A session is used by one thread at a time: nobody disposes of the statement while a column is read.
        (_session, _statement, _row) = (session, statement, statement.DangerousGetHandle());
        _bound = new Bound[raw.sqlite3_bind_parameter_count(statement)];
    }

    private enum BoundKind : byte
    {
        /// <summary>Bound by something that is not compared, or not yet.</summary>
        Unknown,
        Null,
        Number,
        Text,
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override Statement Add(string? value)
    {
        if (string.IsNullOrEmpty(value)) return value is null ? AddNull() : AddEmpty();
        ref var bound = ref _bound[_parameter++];
        if (bound.Kind == BoundKind.Text && bound.Text == value) return this;
        bound = default;
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        byte[]? rented = null;
        Span<byte> utf8 = most <= OnStack ? stackalloc byte[OnStack] : rented = ArrayPool<byte>.Shared.Rent(most);
        var length = Encoding.UTF8.GetBytes(value, utf8);
        var code = raw.sqlite3_bind_text(_statement, _parameter, utf8[..length]);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        _session.Check(code);
        bound = new Bound(BoundKind.Text, value, 0);
        return this;
    }

    /// <inheritdoc/>
    public override Statement Add(long value)
    {
        ref var bound = ref _bound[_parameter++];
        if (bound.Kind == BoundKind.Number && bound.Number == value) return this;
        bound = default;
        _session.Check(raw.sqlite3_bind_int64(_statement, _parameter, value));
        bound = new Bound(BoundKind.Number, null, value);
        return this;
    }

    /// <inheritdoc/>
    public override Statement Add(long? value) => value is { } number ? Add(number) : AddNull();

    /// <inheritdoc/>
    public override Statement Add(decimal? value)
    {
        if (value is not { } number) return AddNull();
        Span<byte> utf8 = stackalloc byte[32];
        number.TryFormat(utf8, out var length, default, CultureInfo.InvariantCulture);
        _bound[_parameter++] = default;
        _session.Check(raw.sqlite3_bind_text(_statement, _parameter, utf8[..length]));
        return this;
    }

    /// <inheritdoc/>
    public override Statement Add(in ExactDecimal value)
    {
        Span<byte> utf8 = stackalloc byte[ExactDecimal.LongestText];
        return AddUtf8(utf8[..value.Format(utf8)]);
    }

    /// <inheritdoc/>
    public override Statement AddUtf8(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return AddEmpty();
        _bound[_parameter++] = default;
        _session.Check(raw.sqlite3_bind_text(_statement, _parameter, value));
        return this;
    }

    /// <inheritdoc/>
    public override bool Read()
    {
        Column = 0;
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW) return true;
        var failure = code == raw.SQLITE_DONE ? null : _session.Failure(code);
        Reset();
        return failure is null ? false : throw failure;
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        // The code repeats the error of the last step, which has been reported.
        _ = raw.sqlite3_reset(_statement);
        _parameter = 0;
    }

    /// <inheritdoc/>
    public override string? NextText()
    {
        var column = Column++;
        return SqliteColumn.IsNull(_row, column) ? null : Encoding.UTF8.GetString(SqliteColumn.Bytes(_row, column));
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> NextSpan() => SqliteColumn.Bytes(_row, Column++);

    /// <inheritdoc/>
    public override long NextLong() => SqliteColumn.Number(_row, Column++);

    /// <inheritdoc/>
    public override long? NextLongOrNull()
    {
        if (!SqliteColumn.IsNull(_row, Column)) return NextLong();
        Column++;
        return null;
    }

    /// <inheritdoc/>
    public override void Dispose() => _statement.Dispose();

    private SqliteStatement AddNull()
    {
        ref var bound = ref _bound[_parameter++];
        if (bound.Kind == BoundKind.Null) return this;
        bound = default;
        _session.Check(raw.sqlite3_bind_null(_statement, _parameter));
        bound = new Bound(BoundKind.Null, null, 0);
        return this;
    }

    private SqliteStatement AddEmpty()
    {
        // An empty span has no address, and SQLite reads text without an address as NULL.
        _bound[_parameter++] = default;
        _session.Check(raw.sqlite3_bind_text(_statement, _parameter, ""));
        return this;
    }

    /// <summary>What a parameter was last bound to.</summary>
    private readonly record struct Bound(BoundKind Kind, string? Text, long Number);
}
