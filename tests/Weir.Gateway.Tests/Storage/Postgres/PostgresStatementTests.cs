using System.Globalization;
using Weir.Gateway.Storage;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Storage.Postgres;

[Trait("Category", "Slow")]
public sealed class PostgresStatementTests(ITestOutputHelper output) : IDisposable
{
    private readonly Lazy<TestDatabase> _database = new(static () => new TestDatabase(Engine.Postgres));
    private Session? _session;

    private Session Session => _session ??= _database.Value.Open().Connect();

    [PostgresTheory]
    [InlineData(null, null)]
    [InlineData("", "")]
    [InlineData("ä€😀", "ä€😀")]
    [InlineData("with\0null", "with\uFFFDnull")]
    public void Text_comes_back_as_it_was_as_far_as_there_is_room_for_it(string? text, string? stored)
    {
        using var statement = Session.Prepare("SELECT $1");
        statement.Add(text).Read().ShouldBeTrue();
        statement.NextText().ShouldBe(stored);
    }

    [PostgresFact]
    public void Half_a_character_is_replaced() => Text_comes_back_as_it_was_as_far_as_there_is_room_for_it("half \ud83d of it", "half \uFFFD of it");

    [PostgresFact]
    public void Numbers_may_be_null()
    {
        using var statement = Session.Prepare("SELECT $1, $2, $3");
        statement.Add((long?)null).Add(long.MinValue).Add((decimal?)null).Read().ShouldBeTrue();
        statement.NextLongOrNull().ShouldBeNull();
        statement.NextLongOrNull().ShouldBe(long.MinValue);
        statement.NextDecimal().ShouldBeNull();
    }

    [PostgresFact]
    public void Statements_may_be_read_by_turns()
    {
        using var outer = Session.Prepare("SELECT number, 'row ' || number FROM generate_series(1, 2000) AS number");
        using var inner = Session.Prepare("SELECT $1 * 2");

        for (var i = 1L; i <= 2000; i++)
        {
            outer.Read().ShouldBeTrue();
            outer.NextLong().ShouldBe(i);
            inner.Add(i).Read().ShouldBeTrue();
            inner.NextLong().ShouldBe(2 * i);
            inner.Reset();
            outer.NextString().ShouldBe($"row {i}");
        }
        outer.Read().ShouldBeFalse();
    }

    [PostgresFact]
    public void A_transaction_in_which_a_statement_failed_is_never_taken_for_committed()
    {
        Session.Begin();
        Session.Execute("UPDATE keys_revision SET number = 2");
        Should.Throw<StorageException>(() => Session.Execute("INSERT INTO keys_revision VALUES (NULL)")).Problem.ShouldBe(StorageProblem.Row);

        Should.Throw<InvalidOperationException>(Session.Commit);
        Session.Rollback();

        Session.Scalar("SELECT number FROM keys_revision").ShouldBe("1");
    }

    [PostgresTheory]
    [InlineData("UPDATE audit_log SET reason = 'another'")]
    [InlineData("DELETE FROM audit_log")]
    [InlineData("TRUNCATE audit_log")]
    public void Nothing_is_changed_or_taken_out_of_the_audit_log(string sql)
    {
        Session.Execute("INSERT INTO audit_log (at, actor, action, object) VALUES (1, 'ada', 'key.revoke', 'ci')");

        Should.Throw<StorageException>(() => Session.Execute(sql)).Message.ShouldContain("audit log");

        Session.Scalar("SELECT actor || reason FROM audit_log").ShouldBeNull();
    }

    /// <summary>The server's collation says otherwise: there, a comes before B.</summary>
    [PostgresFact]
    public void Texts_are_ordered_by_their_bytes()
    {
        Session.Execute("INSERT INTO budgets_counted VALUES ('b', ''), ('B', ''), ('a', ''), ('ä', ''), ('_', ''), ('A', '')");
        Session.Scalar("SELECT string_agg(x, '' ORDER BY x) FROM (VALUES ('b'), ('B'), ('a')) AS v (x)").ShouldNotBe("Bab");

        Session.Scalar("SELECT string_agg(budget, '' ORDER BY budget) FROM budgets_counted").ShouldBe("AB_abä");
        Session.Scalar("SELECT string_agg(value, '' ORDER BY value) FROM json_each('[\"b\", \"B\", \"a\"]'::text)").ShouldBe("Bab");
    }

    /// <summary>Money comes out as the same text from both engines, whatever it is.</summary>
    [PostgresFact]
    public void Decimals_are_added_as_SQLite_adds_them()
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        var random = new Random(TestSeed.Value);
        using var sqlite = new TestDatabase(Engine.Sqlite);
        using var other = sqlite.Open().Connect();
        foreach (var sql in (string[])["decimal_add($1, $2)", "decimal_sub($1, $2)", "decimal_cmp($1, $2)", "(SELECT decimal_sum(x) FROM (SELECT $1 AS x UNION ALL SELECT $2 UNION ALL SELECT NULL UNION ALL SELECT $1) AS t)"])
        {
            using var here = Session.Prepare($"SELECT {sql}");
            using var there = other.Prepare($"SELECT {sql}");
            for (var i = 0; i < 300; i++)
            {
                var (one, two) = (Number(random), Number(random));
                Answer(here, one, two).ShouldBe(Answer(there, one, two), $"{sql} of {one} and {two}");
            }
        }
    }

    [PostgresTheory]
    [InlineData("decimal_add('1', 'one')")]
    [InlineData("decimal_sum('1e3')")]
    [InlineData("decimal_cmp('NaN', '1')")]
    [InlineData("decimal_add('', '1')")]
    [InlineData("decimal_add('0.00000000000000000000000000001', '1')")]
    [InlineData("decimal_add('10000000000000000000000000000000000000', '1')")]
    public void What_is_no_number_is_an_error(string expression) =>
        Should.Throw<StorageException>(() => Session.Scalar($"SELECT {expression}")).Message.ShouldContain("no decimal number");

    public void Dispose()
    {
        _session?.Dispose();
        if (_database.IsValueCreated) _database.Value.Dispose();
    }

    private static string? Answer(Statement statement, string one, string two)
    {
        statement.Add(one).Add(two).Read().ShouldBeTrue();
        var answer = statement.NextText();
        statement.Reset();
        return answer;
    }

    /// <summary>Of any size and with any number of zeros at either end.</summary>
    private static string Number(Random random)
    {
        var digits = new byte[12];
        random.NextBytes(digits);
        var number = new decimal(BitConverter.ToInt32(digits), BitConverter.ToInt32(digits, 4), BitConverter.ToInt32(digits, 8) >> random.Next(32), random.Next(2) == 0, (byte)random.Next(29));
        return (random.Next(5) == 0 ? 0 : number).ToString(CultureInfo.InvariantCulture) + (random.Next(3) == 0 && number.Scale is > 0 and < 25 ? "000" : "");
    }
}
