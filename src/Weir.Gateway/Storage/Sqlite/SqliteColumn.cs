using System.Runtime.InteropServices;

namespace Weir.Gateway.Storage.Sqlite;

/// <summary>
/// Reads columns of the row that a statement stands at. The wrapper counts references to its handle and crosses into native code
/// with all ceremony for every column, which costs a report over a million rows more than the columns themselves. What is called
/// here waits for nothing and is done in nanoseconds, so that the collector may wait for it.
/// </summary>
internal static unsafe partial class SqliteColumn
{
    /// <summary>A number; 0 where there is none.</summary>
    [SuppressGCTransition]
    [LibraryImport(SqliteLibrary.Name, EntryPoint = "sqlite3_column_int64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    public static partial long Number(nint statement, int column);

    /// <summary>A text or its bytes, good until the next row; empty where there is none.</summary>
    public static ReadOnlySpan<byte> Bytes(nint statement, int column)
    {
        // In this order: the length is that of what the first call found.
        var bytes = BytesOf(statement, column);
        return bytes == null ? default : new ReadOnlySpan<byte>(bytes, LengthOf(statement, column));
    }

    public static bool IsNull(nint statement, int column) => TypeOf(statement, column) == SQLitePCL.raw.SQLITE_NULL;

    [SuppressGCTransition]
    [LibraryImport(SqliteLibrary.Name, EntryPoint = "sqlite3_column_type")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial int TypeOf(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport(SqliteLibrary.Name, EntryPoint = "sqlite3_column_blob")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial byte* BytesOf(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport(SqliteLibrary.Name, EntryPoint = "sqlite3_column_bytes")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial int LengthOf(nint statement, int column);
}
