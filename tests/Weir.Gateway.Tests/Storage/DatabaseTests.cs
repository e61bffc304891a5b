using Weir.Gateway.Storage;
using Weir.Gateway.Storage.Sqlite;

namespace Weir.Gateway.Tests.Storage;

public sealed class DatabaseTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void A_new_database_is_at_the_newest_schema_durable_and_private()
    {
        var directory = _directory.File("a/b");
        using var database = Database.Open(directory, TimeProvider.System);
        using var session = database.Connect();

        session.Scalar("SELECT max(version) FROM schema_versions").ShouldBe($"{Migration.All.Count}");
        session.Scalar("PRAGMA journal_mode").ShouldBe("wal");
        session.Scalar("PRAGMA synchronous").ShouldBe("2");
        session.Scalar("PRAGMA foreign_keys").ShouldBe("1");
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in Directory.GetFiles(directory)) File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
    }

    [Fact]
    public void A_session_knows_whether_its_file_is_still_the_one_at_its_path()
    {
        if (OperatingSystem.IsWindows()) return; // An open file cannot be taken away there.
        using var database = Database.Open(_directory.Path, TimeProvider.System);
        using var session = database.Connect();
        session.FindTrouble().ShouldBeNull();

        File.Move(database.Path, database.Path + ".away");
        session.FindTrouble()!.Problem.ShouldBe(StorageProblem.Missing);
        File.Copy(database.Path + ".away", database.Path);
        session.FindTrouble()!.Problem.ShouldBe(StorageProblem.Missing);
        File.Move(database.Path + ".away", database.Path, overwrite: true);
        session.FindTrouble().ShouldBeNull();
        File.Delete(database.Path);
        session.FindTrouble()!.Problem.ShouldBe(StorageProblem.Missing);
    }

    [Fact]
    public void Migrations_are_numbered_from_one_without_gaps() =>
        Migration.All.Select(migration => migration.Version).ShouldBe(Enumerable.Range(1, Migration.All.Count));

    [Fact]
    public void An_empty_file_becomes_a_database()
    {
        File.Create(_directory.File(Database.FileName)).Dispose();
        Open();
        Open();
    }

    [Fact]
    public async Task Two_openers_at_once_do_not_clash()
    {
        for (var round = 0; round < 10; round++)
        {
            var directory = _directory.File($"round{round}");
            using var start = new Barrier(4);
            var openers = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return Database.Open(directory, TimeProvider.System);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default));
            foreach (var database in await Task.WhenAll(openers)) database.Dispose();
        }
    }

    [Fact]
    public void A_database_from_a_newer_Weir_is_refused_and_left_alone()
    {
        Open("INSERT INTO schema_versions (version, name, applied_at) VALUES (9999, 'future', 0)");
        var failure = Refusal(StorageProblem.NewerSchema);
        failure.Message.ShouldContain("9999");
        failure.Remedy.ShouldContain("newer Weir");
    }

    [Fact]
    public void A_failed_migration_leaves_the_old_schema()
    {
        Open("DELETE FROM schema_versions");
        Should.Throw<StorageException>(() => Open());
        using var session = SqliteSession.Open(_directory.File(Database.FileName));
        session.Scalar("SELECT count(*) FROM schema_versions").ShouldBe("0");
    }

    [Fact]
    public void Garbage_is_no_database()
    {
        File.WriteAllText(_directory.File(Database.FileName), new string('x', 10_000));
        Refusal(StorageProblem.Corrupt).Message.ShouldContain(Database.FileName);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void A_truncated_database_is_found_damaged(double kept)
    {
        Open();
        using (var file = File.OpenWrite(_directory.File(Database.FileName))) file.SetLength((long)(file.Length * kept));
        Refusal(StorageProblem.Corrupt).Remedy.ShouldContain("backup");
    }

    [Fact]
    public void Another_programs_database_is_left_alone()
    {
        File.Create(_directory.File(Database.FileName)).Dispose();
        using (var session = SqliteSession.Open(_directory.File(Database.FileName))) session.Execute("CREATE TABLE theirs (x)");
        Refusal(StorageProblem.Corrupt).Message.ShouldContain("another program");
    }

    [Fact]
    public void A_database_that_is_only_to_be_read_is_not_made()
    {
        Should.Throw<StorageException>(() => Database.Open(_directory.Path, TimeProvider.System, create: false)).Problem.ShouldBe(StorageProblem.Missing);
        Directory.EnumerateFileSystemEntries(_directory.Path).ShouldBeEmpty();
    }

    [Fact]
    public void A_data_directory_that_is_a_file_is_said_so()
    {
        File.WriteAllText(_directory.File("file"), "");
        Should.Throw<StorageException>(() => Database.Open(_directory.File("file"), TimeProvider.System)).Problem.ShouldBe(StorageProblem.Unwritable);
    }

    [Fact]
    public void A_directory_without_write_permission_is_said_so()
    {
        // Root and Windows ignore modes: there is nothing to see.
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess) return;
        File.SetUnixFileMode(_directory.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Refusal(StorageProblem.Unwritable).Remedy.ShouldContain("directory");
        File.SetUnixFileMode(_directory.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => _directory.Dispose();

    private StorageException Refusal(StorageProblem problem)
    {
        var failure = Should.Throw<StorageException>(() => Open());
        failure.Problem.ShouldBe(problem, failure.Message);
        failure.Remedy.ShouldNotBeEmpty();
        return failure;
    }

    private void Open(string sql = "")
    {
        using var database = Database.Open(_directory.Path, TimeProvider.System);
        using var session = database.Connect();
        session.Execute(sql);
    }
}
