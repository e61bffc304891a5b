using Weir.Gateway.Storage;
using Weir.Gateway.Storage.Postgres;

namespace Weir.Gateway.Tests.Storage.Postgres;

public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("postgres://ada:s3cret@db.example:6432/weir", "Host=db.example;Port=6432;Username=ada;Password=s3cret;Database=weir")]
    [InlineData("postgresql://ada:p%40ss%2Fword@db/weir?sslmode=verify-full", "Host=db;Username=ada;Password=p@ss/word;Database=weir;SSL Mode=VerifyFull")]
    [InlineData("postgres://ada@/weir?host=%2Frun%2Fpostgresql", "Host=/run/postgresql;Username=ada;Database=weir")]
    [InlineData("postgres://ada@[::1]:5433/weir", "Host=::1;Port=5433;Username=ada;Database=weir")]
    [InlineData("postgres://ada@one:5433,two:5434/weir?target_session_attrs=read-write", "Host=one:5433,two:5434;Username=ada;Database=weir;Target Session Attributes=read-write")]
    [InlineData("postgres://ada@db", "Host=db;Username=ada;Database=ada")]
    public void An_address_is_read_as_libpq_reads_it(string address, string parts)
    {
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(PostgresAddress.Parse(address).Connection);

        foreach (var part in parts.Split(';'))
        {
            var (name, value) = (part[..part.IndexOf('=')], part[(part.IndexOf('=') + 1)..]);
            connection[name]!.ToString().ShouldBe(value);
        }
    }

    [Theory]
    [InlineData("mysql://ada:s3cret@db/weir", "does not begin with postgres://")]
    [InlineData("postgres://ada:s3cret@db:none/weir", "port")]
    [InlineData("postgres://ada:s3cret@db/weir?sslmode=maybe", "sslmode")]
    [InlineData("postgres://ada:s3cret@db/weir?sslmod=require", "'sslmod'")]
    public void What_is_none_is_refused_and_no_password_shown(string address, string complaint)
    {
        var refusal = Should.Throw<StorageException>(() => PostgresAddress.Parse(address));

        refusal.Message.ShouldContain(complaint);
        refusal.Remedy.ShouldNotBeEmpty();
        (refusal + refusal.Remedy).ShouldNotContain("s3cret");
    }

    [Fact]
    public void Messages_name_the_server_and_the_database_alone() =>
        PostgresAddress.Parse("postgres://ada:s3cret@db.example:6432/weir?application_name=x").Display.ShouldBe("PostgreSQL database weir at db.example:6432");
}
