using Weir.Gateway.Storage;

namespace Weir.Gateway.Tests.Storage;

public sealed class DecimalFunctionsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Database _database;
    private readonly Session _session;

    public DecimalFunctionsTests()
    {
        _database = Database.Open(_directory.Path, TimeProvider.System);
        _session = _database.Connect();
    }

    [Theory]
    [InlineData("decimal_add('0.1', '0.2')", "0.3")]
    [InlineData("decimal_sub('0.3', '0.1')", "0.2")]
    [InlineData("decimal_sub('1', '1.0000000000000000000000000001')", "-0.0000000000000000000000000001")]
    [InlineData("decimal_add('79228162514264337593543950335', '0.0000000000000000000000000001')", "79228162514264337593543950335.0000000000000000000000000001")]
    [InlineData("decimal_add(2, '0.5')", "2.5")]
    [InlineData("decimal_cmp('10', '9.99')", "1")]
    [InlineData("decimal_cmp('-10', '9.99')", "-1")]
    [InlineData("decimal_cmp('1.0', '1')", "0")]
    [InlineData("decimal_add(NULL, '1')", null)]
    [InlineData("decimal_sub('1', NULL)", null)]
    [InlineData("decimal_cmp(NULL, NULL)", null)]
    public void Arithmetic_is_exact(string expression, string? result) => _session.Scalar($"SELECT {expression}").ShouldBe(result);

    [Fact]
    public void A_sum_is_exact_and_passes_over_what_has_no_value()
    {
        // A tenth has no exact binary form: SQLite's own sum of these comes to something else.
        const string Rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000), t(x, g) AS (SELECT CASE WHEN i % 10 > 0 THEN '0.1' END, i % 10 > 0 FROM n)";

        _session.Scalar($"{Rows} SELECT decimal_sum(x) FROM t").ShouldBe("90");
        _session.Scalar($"{Rows} SELECT decimal_sum(x) FROM t WHERE g = 0").ShouldBeNull();
        _session.Scalar($"{Rows} SELECT decimal_sum(x) FROM t WHERE false").ShouldBeNull();
        _session.Scalar($"{Rows} SELECT group_concat(s, ' ') FROM (SELECT coalesce(decimal_sum(x), 'none') AS s FROM t GROUP BY g ORDER BY g)").ShouldBe("none 90");
        _session.Scalar($"{Rows} SELECT CAST(sum(x) AS TEXT) = '90.0' FROM t").ShouldBe("0");
    }

    [Theory]
    [InlineData("decimal_add('1', 'one')")]
    [InlineData("decimal_sum('1e3')")]
    [InlineData("decimal_cmp(x'00', '')")]
    public void What_is_no_number_is_an_error(string expression) =>
        Should.Throw<StorageException>(() => _session.Scalar($"SELECT {expression}")).Message.ShouldContain("no decimal number");

    [Fact]
    public void Views_may_use_them_where_the_schema_is_not_trusted()
    {
        _session.Execute("PRAGMA trusted_schema = OFF; CREATE VIEW cents AS SELECT decimal_sum(x) AS s FROM (SELECT '0.01' AS x UNION ALL SELECT '0.02')");

        _session.Scalar("SELECT s FROM cents").ShouldBe("0.03");
    }

    public void Dispose()
    {
        _session.Dispose();
        _database.Dispose();
        _directory.Dispose();
    }
}
