using System.Runtime.InteropServices;
using SQLitePCL;

namespace Weir.Gateway.Storage.Sqlite;

/// <summary>What SQLite knows of its file and the wrapper does not pass on.</summary>
internal static partial class SqliteFile
{
    /// <summary>SQLITE_FCNTL_HAS_MOVED.</summary>
    private const int AskHasMoved = 20;

    /// <summary>Whether the path of an open database leads to another file by now, or to none. Costs a stat.</summary>
    public static bool HasMoved(sqlite3 db)
    {
        var moved = 0;
        // Where it cannot be asked, as on Windows, an open file cannot be taken away either.
        return Control(db, 0, AskHasMoved, ref moved) == raw.SQLITE_OK && moved != 0;
    }

    [LibraryImport(SqliteLibrary.Name, EntryPoint = "sqlite3_file_control")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial int Control(sqlite3 db, nint schema, int operation, ref int answer);
}
