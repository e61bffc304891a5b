using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Weir.Gateway.Storage.Sqlite;

/// <summary>
/// Which SQLite the process runs on: the system's when it is recent enough, because the distribution patches it, else the
/// one that was shipped with Weir.
/// </summary>
internal static class SqliteLibrary
{
    /// <summary>What the library is called where it is imported.</summary>
    public const string Name = "e_sqlite3";

    /// <summary>The first version with RETURNING, which stores rely on.</summary>
    private const int OldestUsable = 3_035_000;

    private static readonly Lazy<bool> Loaded = new(Load);

    /// <summary>Loads the library once; later calls cost nothing.</summary>
    public static void Use() => _ = Loaded.Value;

    /// <summary>True when the system's library is in use, false when the bundled one is.</summary>
    public static bool IsSystem => Loaded.Value;

    /// <summary>Such as <c>3.40.1</c>.</summary>
    public static string Version
    {
        get
        {
            Use();
            return raw.sqlite3_libversion().utf8_to_string();
        }
    }

    /// <summary>The file that the library was loaded from, or null when the platform does not tell. Slow: for <c>weir doctor</c>.</summary>
    public static string? Path
    {
        get
        {
            Use();
            _ = raw.sqlite3_libversion_number();
            using var process = Process.GetCurrentProcess();
            foreach (ProcessModule module in process.Modules)
                if (module.ModuleName.Contains(IsSystem ? "libsqlite3" : Name, StringComparison.OrdinalIgnoreCase)) return module.FileName;
            return null;
        }
    }

    /// <summary>Loads a library if it exists, is thread-safe and not older than <paramref name="oldest"/>.</summary>
    internal static unsafe bool TryLoad(string name, int oldest, out nint library)
    {
        if (!NativeLibrary.TryLoad(name, out library)) return false;
        if (NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out var version)
            && NativeLibrary.TryGetExport(library, "sqlite3_threadsafe", out var threadSafe)
            && ((delegate* unmanaged[Cdecl]<int>)version)() >= oldest
            && ((delegate* unmanaged[Cdecl]<int>)threadSafe)() != 0) return true;
        NativeLibrary.Free(library);
        library = 0;
        return false;
    }

    private static bool Load()
    {
        // macOS's own library is patched by Apple and Windows' lacks parts: only Linux distributions ship the plain thing.
        nint library = 0;
        var system = OperatingSystem.IsLinux() && TryLoad("libsqlite3.so.0", OldestUsable, out library);
        var importers = (Assembly[])[typeof(SQLite3Provider_e_sqlite3).Assembly, typeof(SqliteLibrary).Assembly];
        if (system)
            foreach (var importer in importers) NativeLibrary.SetDllImportResolver(importer, (name, _, _) => name == Name ? library : 0);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        raw.FreezeProvider();
        // Nobody asks SQLite how much memory it uses, and counting it takes a process-wide lock at every allocation.
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
        return system;
    }
}
