using System.Globalization;
using Weir.Gateway.Configuration;
using Weir.Gateway.Configuration.Yaml;
using Weir.Gateway.Pricing;
using Weir.Testing;

namespace Weir.Gateway.Tests.Pricing;

/// <summary>The cases of <c>exact.yaml</c>, and the price book that they go by.</summary>
internal static class ExactCases
{
    private static readonly MapNode File = Read();

    public static PriceBook Book { get; } = PriceBook.Empty.With([.. Lines().Select(PriceRow.Parse)], PriceOrigin.File);

    public static IReadOnlyList<ExactCase> All { get; } = [.. ((ListNode)File.Find("cases")!).Items.Cast<MapNode>().Select(Case)];

    private static string Path => System.IO.Path.Combine(Repository.Root, "tests/Weir.Gateway.Tests/Pricing/exact.yaml");

    private static MapNode Read()
    {
        var errors = new ConfigErrors(Path);
        var root = (MapNode)YamlReader.Read(System.IO.File.ReadAllText(Path), errors)!;
        errors.Sorted().ShouldBeEmpty();
        return root;
    }

    private static IEnumerable<string> Lines() =>
        System.IO.File.ReadLines(Path).SkipWhile(line => line != "prices:").Skip(1).TakeWhile(line => line != "cases:");

    private static ExactCase Case(MapNode node)
    {
        var cost = (ScalarNode)node.Find("cost")!;
        return new ExactCase(
            Text(node, "name")!, Text(node, "model")!, Text(node, "answer")!,
            cost.IsNull ? null : decimal.Parse(cost.Text, CultureInfo.InvariantCulture), Text(node, "unpriced"));
    }

    private static string? Text(MapNode node, string key) => (node.Find(key) as ScalarNode)?.Text;
}
