using Weir.Gateway.Identity;
using Weir.Gateway.Storage;
using Weir.Gateway.Storage.Postgres;
using Weir.Testing;

namespace Weir.Gateway.Tests.Storage.Postgres;

[Trait("Category", "Slow")]
public sealed class PostgresDatabaseTests
{
    private static PostgresServer Server => PostgresServer.Instance;

    [PostgresFact]
    public void Processes_that_start_at_once_make_one_schema()
    {
        var address = PostgresAddress.Parse(Server.NewEmptyDatabase());

        var databases = new PostgresDatabase[6];
        Parallel.For(0, databases.Length, new ParallelOptions { MaxDegreeOfParallelism = 6 }, i => databases[i] = PostgresDatabase.OpenAt(address, TimeProvider.System));

        using var session = databases[0].Connect();
        session.Scalar("SELECT count(*) || ' ' || max(version) FROM schema_versions").ShouldBe($"{Migration.All.Count} {Migration.All[^1].Version}");
        foreach (var database in databases) database.Dispose();
    }

    [PostgresFact]
    public void A_newer_schema_is_refused_and_left_as_it_is()
    {
        var address = PostgresAddress.Parse(Server.NewDatabase());
        using (var database = PostgresDatabase.OpenAt(address, TimeProvider.System))
        using (var session = database.Connect())
            session.Execute("INSERT INTO schema_versions VALUES (9999, 'from the future', 0)");

        var refusal = Should.Throw<StorageException>(() => PostgresDatabase.OpenAt(address, TimeProvider.System));

        refusal.Problem.ShouldBe(StorageProblem.NewerSchema);
        refusal.Message.ShouldContain("9999");
    }

    [PostgresFact]
    public void Another_programs_tables_are_left_alone()
    {
        var address = Server.NewEmptyDatabase();
        Server.Run("CREATE TABLE theirs (x int)", PostgresServer.NameIn(address));

        Should.Throw<StorageException>(() => PostgresDatabase.OpenAt(PostgresAddress.Parse(address), TimeProvider.System)).Problem.ShouldBe(StorageProblem.Corrupt);
    }

    [PostgresFact]
    public void A_command_that_only_looks_makes_no_tables() =>
        Should.Throw<StorageException>(() => PostgresDatabase.OpenAt(PostgresAddress.Parse(Server.NewEmptyDatabase()), TimeProvider.System, create: false))
            .Problem.ShouldBe(StorageProblem.Missing);

    [PostgresTheory]
    [InlineData("no-such-database", "weir", null, StorageProblem.Missing, "does not exist")]
    [InlineData("postgres", "nobody_there", null, StorageProblem.Unwritable, "does not let Weir in")]
    [InlineData("postgres", "locked_out", null, StorageProblem.Unwritable, "does not let Weir in")]
    [InlineData("postgres", "locked_out", "wrong", StorageProblem.Unwritable, "does not let Weir in")]
    public void What_keeps_Weir_out_is_told_with_a_remedy(string database, string user, string? password, object problem, string message)
    {
        var address = Server.Address(database, password is null ? user : $"{user}:{password}");

        var refusal = Should.Throw<StorageException>(() => PostgresDatabase.OpenAt(PostgresAddress.Parse(address), TimeProvider.System));

        refusal.Problem.ShouldBe((StorageProblem)problem);
        refusal.Message.ShouldContain(message);
        refusal.Remedy.ShouldNotBeEmpty();
        refusal.Message.ShouldNotContain("wrong");
    }

    [PostgresFact]
    public void A_user_who_may_not_make_tables_is_told_so()
    {
        var database = PostgresServer.NameIn(Server.NewEmptyDatabase());
        var address = Server.Address(database, $"locked_out:{Uri.EscapeDataString(PostgresServer.Password)}");

        var refusal = Should.Throw<StorageException>(() => PostgresDatabase.OpenAt(PostgresAddress.Parse(address), TimeProvider.System));

        refusal.Problem.ShouldBe(StorageProblem.Unwritable);
        refusal.Message.ShouldContain("permission denied");
    }

    [PostgresFact]
    public void A_server_that_is_not_there_is_asked_again_only_after_a_pause()
    {
        var address = Server.NewDatabase();
        var time = new FakeTimeProvider();
        using var database = PostgresDatabase.OpenAt(PostgresAddress.Parse(address), time);
        using var before = database.Connect();
        Server.Drop(address);
        Server.Run($"CREATE DATABASE {PostgresServer.NameIn(address)} ALLOW_CONNECTIONS false");

        Should.Throw<StorageException>(() => before.Scalar("SELECT 1")).Remedy.ShouldNotBeEmpty();

        Server.Run($"ALTER DATABASE {PostgresServer.NameIn(address)} ALLOW_CONNECTIONS true");
        SpinWait.SpinUntil(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(5));
                return before.FindTrouble() is null;
            },
            TimeSpan.FromSeconds(30)).ShouldBeTrue();
        before.Scalar("SELECT 1").ShouldBe("1");
    }

    [PostgresFact]
    public void A_connection_that_is_lost_is_made_anew_but_not_in_the_middle_of_a_transaction()
    {
        var address = Server.NewDatabase();
        using var database = PostgresDatabase.OpenAt(PostgresAddress.Parse(address), TimeProvider.System);
        using var session = database.Connect();
        using var statement = session.Prepare("SELECT count(*) FROM keys");
        statement.Read().ShouldBeTrue();
        statement.Reset();

        session.Begin();
        Server.KillAll(address);
        Should.Throw<StorageException>(() => session.Execute("UPDATE keys_revision SET number = 77")).Problem.ShouldBe(StorageProblem.Unreachable);
        Should.Throw<StorageException>(() => session.Execute("UPDATE keys_revision SET number = 78")).Problem.ShouldBe(StorageProblem.Unreachable);
        session.Rollback();

        statement.Read().ShouldBeTrue();
        statement.NextLong().ShouldBe(0);
        statement.Reset();
        session.Scalar("SELECT number FROM keys_revision").ShouldBe("1");
    }

    [PostgresFact]
    public void A_store_does_not_notice_that_idle_connections_have_died()
    {
        var address = Server.NewDatabase();
        using var database = PostgresDatabase.OpenAt(PostgresAddress.Parse(address), TimeProvider.System);
        var keys = new KeyStore(database, TimeProvider.System);
        keys.Create(new NewKey("ci", "acme"));

        Server.KillAll(address);

        keys.List().ShouldHaveSingleItem().Name.ShouldBe("ci");
        Server.KillAll(address);
        keys.Create(new NewKey("other", "acme"));
        keys.List().Count.ShouldBe(2);
    }

    [PostgresFact]
    public void A_session_that_only_reads_does_so_after_a_lost_connection_too()
    {
        var address = Server.NewDatabase();
        using var database = PostgresDatabase.OpenAt(PostgresAddress.Parse(address), TimeProvider.System);
        using var session = database.ConnectToRead();
        Server.KillAll(address);

        SpinWait.SpinUntil(() => session.FindTrouble() is null, TimeSpan.FromSeconds(10)).ShouldBeTrue();

        Should.Throw<StorageException>(() => session.Execute("UPDATE keys_revision SET number = 2")).Problem.ShouldBe(StorageProblem.Unwritable);
    }

    [PostgresFact]
    public void One_gateway_keeps_the_database_until_it_ends()
    {
        var address = PostgresAddress.Parse(Server.NewDatabase());
        using var second = PostgresDatabase.OpenAt(address, TimeProvider.System);
        using (var first = PostgresDatabase.OpenAt(address, TimeProvider.System))
        {
            using var held = first.TakeForGateway();

            var refusal = Should.Throw<StorageException>(second.TakeForGateway);

            refusal.Problem.ShouldBe(StorageProblem.Busy);
            refusal.Message.ShouldContain("another gateway (this machine, server process ");
        }
        second.TakeForGateway().ShouldNotBeNull();
    }

    [PostgresFact]
    public void A_gateway_that_has_lost_the_database_to_another_one_is_told_so()
    {
        var address = Server.NewDatabase();
        using var first = PostgresDatabase.OpenAt(PostgresAddress.Parse(address), TimeProvider.System);
        using var second = PostgresDatabase.OpenAt(PostgresAddress.Parse(address), TimeProvider.System);
        using var held = first.TakeForGateway();
        using var writer = first.Connect();
        writer.FindTrouble().ShouldBeNull();

        Server.KillAll(address);
        using var taken = second.TakeForGateway();
        SpinWait.SpinUntil(() => writer.FindTrouble() is { Problem: StorageProblem.Busy }, TimeSpan.FromSeconds(10)).ShouldBeTrue();
    }

    [PostgresFact]
    public void A_report_that_is_interrupted_fails_as_soon_as_it_hears()
    {
        using var database = PostgresDatabase.OpenAt(PostgresAddress.Parse(Server.NewDatabase()), TimeProvider.System);
        using var session = database.ConnectToRead();
        using var interruption = new Timer(_ => session.Interrupt(), null, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(50));

        Should.Throw<StorageException>(() => session.Scalar("SELECT count(*) FROM generate_series(1, 100000000000)")).Message.ShouldContain("interrupted");
    }
}
