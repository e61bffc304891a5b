using System.Runtime.InteropServices;
using SQLitePCL;

namespace Weir.Gateway.Storage.Sqlite;

/// <summary>
/// What it takes to give SQL functions of Weir's own. By function pointers: the wrapper's way allocates an array and an object for
/// every argument of every row.
/// </summary>
internal static unsafe partial class SqliteFunction
{
    /// <summary>UTF-8, and the same arguments always give the same result; harmless, so that views may use it.</summary>
    private const int Traits = raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC | 0x000200000;

    /// <summary>SQLITE_TRANSIENT: SQLite takes a copy.</summary>
    private const nint Transient = -1;

    /// <summary>Adds a function that takes its arguments and gives a result.</summary>
    public static int Add(sqlite3 db, string name, int arguments, delegate* unmanaged[Cdecl]<nint, int, nint*, void> function) =>
        Create(db, name, arguments, Traits, 0, function, null, null, null);

    /// <summary>Adds a function that takes rows one after the other and gives one result for all of them.</summary>
    public static int AddAggregate(sqlite3 db, string name, int arguments, delegate* unmanaged[Cdecl]<nint, int, nint*, void> step, delegate* unmanaged[Cdecl]<nint, void> end) =>
        Create(db, name, arguments, Traits, 0, null, step, end, null);

    public static bool IsNull(nint value) => TypeOf(value) == raw.SQLITE_NULL;

    /// <summary>An argument as text; good until the function returns.</summary>
    public static ReadOnlySpan<byte> Text(nint value)
    {
        // In this order: the length is that of what the first call made of the value.
        var text = TextOf(value);
        return text == null ? default : new ReadOnlySpan<byte>(text, LengthOf(value));
    }

    public static void Return(nint context, ReadOnlySpan<byte> text)
    {
        fixed (byte* first = text) ReturnText(context, first, text.Length, Transient);
    }

    public static void Fail(nint context, ReadOnlySpan<byte> message)
    {
        fixed (byte* first = message) ReturnError(context, first, message.Length);
    }

    [LibraryImport(SqliteLibrary.Name, EntryPoint = "sqlite3_result_null")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    public static partial void ReturnNull(nint context);

    [LibraryImport(SqliteLibrary.Name, EntryPoint = "sqlite3_result_int")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    public static partial void Return(nint context, int number);

    /// <summary>What an aggregate keeps from one row to the next: zeros at first; null where nothing was kept and no room is asked for.</summary>
    [LibraryImport(SqliteLibrary.Name, EntryPoint = "sqlite3_aggregate_context")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    public static partial void* Kept(nint context, int bytes);

    [LibraryImport(SqliteLibrary.Name, EntryPoint = "sqlite3_create_function_v2", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial int Create(
        sqlite3 db,
        string name,
        int arguments,
        int traits,
        nint data,
        delegate* unmanaged[Cdecl]<nint, int, nint*, void> function,
        delegate* unmanaged[Cdecl]<nint, int, nint*, void> step,
        delegate* unmanaged[Cdecl]<nint, void> end,
        delegate* unmanaged[Cdecl]<nint, void> dispose);

    [LibraryImport(SqliteLibrary.Name, EntryPoint = "sqlite3_value_type")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial int TypeOf(nint value);

    [LibraryImport(SqliteLibrary.Name, EntryPoint = "sqlite3_value_text")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial byte* TextOf(nint value);

    [LibraryImport(SqliteLibrary.Name, EntryPoint = "sqlite3_value_bytes")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial int LengthOf(nint value);

    [LibraryImport(SqliteLibrary.Name, EntryPoint = "sqlite3_result_text")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial void ReturnText(nint context, byte* text, int length, nint dispose);

    [LibraryImport(SqliteLibrary.Name, EntryPoint = "sqlite3_result_error")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial void ReturnError(nint context, byte* message, int length);
}
