using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Weir.Gateway.Storage.Postgres;

/// <summary>
/// A statement of which many are run one after the other and nothing is read: in a transaction they wait for each other and are sent
/// together, in their order, before anything else of the session. A commit of some hundred calls adds to some thousand sums; each by itself
/// would cost a round trip.
/// </summary>
internal sealed class QueuedStatement(PostgresSession session, string sql) : Statement
{
    private NpgsqlBatchCommand _next = new(sql);

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

    /// <summary>Puts the statement into the queue; there is nothing to be read.</summary>
    public override bool Read()
    {
        var next = _next;
        Reset();
        session.Queue(next);
        return false;
    }

    /// <inheritdoc/>
    public override void Reset() => _next = new NpgsqlBatchCommand(sql);

    /// <inheritdoc/>
    public override string? NextText() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> NextSpan() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long NextLong() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long? NextLongOrNull() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Dispose()
    {
        // Nothing is open; what is in the queue stays there.
    }

    private QueuedStatement Bind(NpgsqlDbType type, object? value)
    {
        _next.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });
        return this;
    }
}
