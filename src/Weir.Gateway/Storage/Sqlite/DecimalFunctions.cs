using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Weir.Gateway.Storage.Sqlite;

/// <summary>
/// SQL's arithmetic on decimal text: <c>decimal_add</c>, <c>decimal_sub</c>, <c>decimal_cmp</c> and the aggregate <c>decimal_sum</c>.
/// SQLite itself would turn such text into binary floating point. The names are those of the decimal extension in the
/// <c>sqlite3</c> shell, so that a query works in both; numbers with an exponent are refused.
/// </summary>
internal static unsafe class DecimalFunctions
{
    /// <summary>Makes the functions known to a session.</summary>
    /// <returns>SQLite's result code.</returns>
    public static int Register(sqlite3 db)
    {
        var code = SqliteFunction.Add(db, "decimal_add", 2, &Add);
        if (code == raw.SQLITE_OK) code = SqliteFunction.Add(db, "decimal_sub", 2, &Subtract);
        if (code == raw.SQLITE_OK) code = SqliteFunction.Add(db, "decimal_cmp", 2, &Compare);
        return code == raw.SQLITE_OK ? SqliteFunction.AddAggregate(db, "decimal_sum", 1, &Step, &End) : code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Add(nint context, int count, nint* values)
    {
        if (TryRead(context, values, out var one, out var other)) Return(context, one + other);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Subtract(nint context, int count, nint* values)
    {
        if (TryRead(context, values, out var one, out var other)) Return(context, one - other);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Compare(nint context, int count, nint* values)
    {
        if (TryRead(context, values, out var one, out var other)) SqliteFunction.Return(context, one.CompareTo(other));
    }

    /// <summary>Adds a row to the sum; one without a value is passed over.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Step(nint context, int count, nint* values)
    {
        if (SqliteFunction.IsNull(values[0]) || !TryRead(context, values[0], out var number)) return;
        // SQLite aligns what it keeps to 8 bytes, and the runtime would have a number of 16 bytes aligned to 16.
        var kept = SqliteFunction.Kept(context, sizeof(ExactDecimal));
        if (kept != null) Unsafe.WriteUnaligned(kept, Unsafe.ReadUnaligned<ExactDecimal>(kept) + number);
    }

    /// <summary>The sum, or null where no row had a value.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void End(nint context)
    {
        var kept = SqliteFunction.Kept(context, 0);
        if (kept == null) SqliteFunction.ReturnNull(context);
        else Return(context, Unsafe.ReadUnaligned<ExactDecimal>(kept));
    }

    /// <summary>Reads both arguments. Where that cannot be done, null or an error is the result.</summary>
    private static bool TryRead(nint context, nint* values, out ExactDecimal one, out ExactDecimal other)
    {
        other = default;
        if (!SqliteFunction.IsNull(values[0]) && !SqliteFunction.IsNull(values[1])) return TryRead(context, values[0], out one) && TryRead(context, values[1], out other);
        one = default;
        SqliteFunction.ReturnNull(context);
        return false;
    }

    private static bool TryRead(nint context, nint value, out ExactDecimal number)
    {
        if (ExactDecimal.TryParse(SqliteFunction.Text(value), out number)) return true;
        SqliteFunction.Fail(context, "a value is no decimal number with at most 37 digits before the point and 28 after it"u8);
        return false;
    }

    private static void Return(nint context, in ExactDecimal number)
    {
        Span<byte> utf8 = stackalloc byte[ExactDecimal.LongestText];
        SqliteFunction.Return(context, utf8[..number.Format(utf8)]);
    }
}
