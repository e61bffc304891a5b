using Weir.Gateway.Storage;

namespace Weir.Gateway.Tests.Storage;

public sealed class SqliteStatementTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Database _database;
    private readonly Session _session;

    public SqliteStatementTests()
    {
        _database = Database.Open(_directory.Path, TimeProvider.System);
        _session = _database.Connect();
    }

    public static TheoryData<string?> Texts => new(null, "", "a", "ä€😀", "with\0null", new string('€', 100), new string('x', 100_000));

    [Theory]
    [MemberData(nameof(Texts))]
    public void Text_comes_back_as_it_was(string? text)
    {
        using var statement = _session.Prepare("SELECT $1");
        statement.Add(text).Read().ShouldBeTrue();
        statement.NextText().ShouldBe(text);
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("-1.2300", "-1.2300")]
    public void Decimals_are_exact_text_without_exponent(string value, string stored)
    {
        using var statement = _session.Prepare("SELECT $1, $1");
        statement.Add(decimal.Parse(value)).Read().ShouldBeTrue();
        statement.NextText().ShouldBe(stored);
        statement.NextDecimal().ShouldBe(decimal.Parse(value));
    }

    [Fact]
    public void Numbers_may_be_null()
    {
        using var statement = _session.Prepare("SELECT $1, $2, $3");
        statement.Add((long?)null).Add(long.MinValue).Add((decimal?)null).Read().ShouldBeTrue();
        statement.NextLongOrNull().ShouldBeNull();
        statement.NextLongOrNull().ShouldBe(long.MinValue);
        statement.NextDecimal().ShouldBeNull();
    }

    [Fact]
    public void A_statement_can_be_used_again_after_a_failure()
    {
        using var insert = _session.Prepare("INSERT INTO schema_versions (version, name, applied_at) VALUES ($1, $2, $3)");
        Should.Throw<StorageException>(() => insert.Add(77).Add((string?)null).Add(1).Run()).Problem.ShouldBe(StorageProblem.Row);
        insert.Add(77).Add("name").Add(1).Run();
        _session.Scalar("SELECT name FROM schema_versions WHERE version = 77").ShouldBe("name");
    }

    [Fact]
    public void A_transaction_that_throws_leaves_nothing()
    {
        Should.Throw<InvalidOperationException>(() => _session.Transact<int>(session =>
        {
            session.Execute("DELETE FROM schema_versions");
            throw new InvalidOperationException();
        }));
        _session.IsInTransaction.ShouldBeFalse();
        _session.Scalar("SELECT count(*) FROM schema_versions").ShouldNotBe("0");
    }

    public void Dispose()
    {
        _session.Dispose();
        _database.Dispose();
        _directory.Dispose();
    }
}
