using Weir.Gateway.Storage.Sqlite;

namespace Weir.Gateway.Tests.Storage;

public sealed class SqliteLibraryTests
{
    [Fact]
    public void The_library_in_use_is_recent_enough_and_known_by_its_file()
    {
        Version.Parse(SqliteLibrary.Version).ShouldBeGreaterThanOrEqualTo(new Version(3, 35));

        var path = SqliteLibrary.Path;
        path.ShouldNotBeNull();
        File.Exists(path).ShouldBeTrue();
        Path.GetFileName(path).Contains("e_sqlite3", StringComparison.Ordinal).ShouldBe(!SqliteLibrary.IsSystem);
    }

    [Fact]
    public void A_library_that_is_missing_too_old_or_no_SQLite_is_not_taken()
    {
        SqliteLibrary.TryLoad("libno-such-sqlite.so.0", 0, out _).ShouldBeFalse();
        if (!OperatingSystem.IsLinux()) return;

        SqliteLibrary.TryLoad("libc.so.6", 0, out var library).ShouldBeFalse();
        library.ShouldBe(0);
        SqliteLibrary.TryLoad("libsqlite3.so.0", 999_000_000, out _).ShouldBeFalse();
    }
}
