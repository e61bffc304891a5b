using Weir.Gateway.Costs;
using Weir.Gateway.Storage;
using Weir.Gateway.Tests.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Costs;

/// <summary>Lines of a report are told apart by what their values are, whatever stands in these.</summary>
public sealed class CostGroupsTests : IDisposable
{
    private static readonly string[] Odd = ["", "a", "a\0", "\0a", "\u0001", "é", "😀", "a/b", new('x', 70_000), string.Concat(Enumerable.Repeat("😀", 300))];

    private readonly TemporaryDirectory _directory = new();
    private readonly Database _database;
    private readonly Session _session;

    public CostGroupsTests()
    {
        _database = Database.Open(_directory.Path, new FakeTimeProvider());
        _session = _database.Connect();
    }

    [Fact]
    public void Every_pair_of_values_has_a_line_of_its_own()
    {
        var groups = new CostGroups(2, hasDetails: false);
        var pairs = (from one in Odd from other in Odd select (one, other)).ToArray();
        foreach (var (one, other) in pairs.Concat(pairs)) Add(groups, one, other, "0.1");

        groups.Count.ShouldBe(pairs.Length);
        var rows = groups.Rank(CostSort.Name).First(1_000);
        rows.Select(row => (row.Values[0], row.Values[1])).ShouldBe(pairs.OrderBy(pair => pair.one, StringComparer.Ordinal).ThenBy(pair => pair.other, StringComparer.Ordinal));
        rows.ShouldAllBe(row => row.Totals.Calls == 2 && row.Totals.Cost == 0.2m);
        groups.Total.Cost.ShouldBe(0.2m * pairs.Length);
    }

    [Fact]
    public void Costs_are_added_up_and_compared_to_the_last_digit()
    {
        var groups = new CostGroups(1, hasDetails: false);
        for (var i = 0; i < 10; i++) Add(groups, "dear", null, "0.1000000000000000000000000001");
        Add(groups, "cheap", null, "1");

        var rows = groups.Rank(CostSort.Cost).First(2);

        rows.Select(row => row.Values[0]).ShouldBe(["dear", "cheap"]);
        rows[0].Totals.Cost.ShouldBe(1.000000000000000000000000001m);
    }

    [Fact]
    public void Those_of_another_stretch_are_added()
    {
        var (groups, others) = (new CostGroups(1, hasDetails: false), new CostGroups(1, hasDetails: false));
        Add(groups, "a", null, "1");
        Add(others, "a", null, "2");
        Add(others, "b", null, "4");

        groups.Add(others);

        groups.Rank(CostSort.Name).First(9).Select(row => (row.Values[0], row.Totals.Cost)).ShouldBe([("a", 3m), ("b", 4m)]);
    }

    public void Dispose()
    {
        _session.Dispose();
        _database.Dispose();
        _directory.Dispose();
    }

    private void Add(CostGroups groups, string one, string? other, string cost)
    {
        using var row = _session.Prepare($"SELECT $1, {(other is null ? "" : "$2, ")}1, 1, 10, 20, 5, 0, '{cost}', '0'");
        row.Add(one);
        if (other is not null) row.Add(other);
        row.Read().ShouldBeTrue();
        groups.Add(row);
    }
}
