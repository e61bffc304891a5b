using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Weir.Gateway.Storage.Postgres;

namespace Weir.Gateway.Storage.Moving;

/// <summary>Some rows of a table that are copied together and compared by a checksum over all of them in the order of their keys.</summary>
/// <param name="Table">The table.</param>
/// <param name="Name">A day, or what else tells it from the table's other parts.</param>
/// <param name="Where">Which rows, the same SQL for both databases.</param>
internal sealed record MovedPart(MovedTable Table, string Name, string Where)
{
    /// <summary>Rows that are sent together.</summary>
    private const int Together = 5_000;

    private string Select => $"SELECT {Table.List} FROM {Table.Name} WHERE {Where} ORDER BY {string.Join(", ", Table.Keys)}";

    /// <summary>Reads the part, and gives each row to whoever copies it.</summary>
    /// <param name="session">Where.</param>
    /// <param name="row">Is given the columns' texts, null for null; it must not keep the array.</param>
    /// <returns>How many rows there are, and their checksum (SHA-256).</returns>
    public PartSum Read(Session session, Action<string?[]>? row = null)
    {
        using var rows = session.Prepare(Select);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (count, values, buffer) = (0L, new string?[Table.Columns.Count], new byte[4096]);
        while (rows.Read())
        {
            for (var at = 0; at < values.Length; at++)
            {
                // What PostgreSQL has no room for is stored there as something else, and is no difference.
                values[at] = rows.NextText() is { } text ? PostgresText.Clean(text) : null;
                Append(hash, values[at], ref buffer);
            }
            count++;
            row?.Invoke(values);
        }
        return new PartSum(count, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Puts the source's rows in place of the target's, in the target's transaction.</summary>
    /// <returns>What was copied.</returns>
    public PartSum Copy(Session source, Session target)
    {
        target.Execute($"DELETE FROM {Table.Name} WHERE {Where}");
        using var insert = target.PrepareInsert(Table.Name, Table.List);
        var waiting = 0;
        var copied = Read(source, values =>
        {
            for (var at = 0; at < values.Length; at++)
            {
                if (Table.Columns[at].IsText) insert.Add(values[at]);
                else insert.Add(values[at] is { } number ? long.Parse(number, System.Globalization.CultureInfo.InvariantCulture) : (long?)null);
            }
            insert.Run();
            if (++waiting % Together == 0) target.Flush();
        });
        target.Flush();
        return copied;
    }

    /// <summary>A length in front of each value, so that no two rows read alike; -1 for null.</summary>
    private static void Append(IncrementalHash hash, string? value, ref byte[] buffer)
    {
        var most = 4 + (value is null ? 0 : Encoding.UTF8.GetMaxByteCount(value.Length));
        if (buffer.Length < most) buffer = new byte[most];
        var length = value is null ? -1 : Encoding.UTF8.GetBytes(value, buffer.AsSpan(4));
        BinaryPrimitives.WriteInt32LittleEndian(buffer, length);
        hash.AppendData(buffer, 0, 4 + Math.Max(0, length));
    }
}
