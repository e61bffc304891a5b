using Weir.Gateway.Pricing;
using Weir.Gateway.Pricing.Catalogues;
using Weir.Gateway.Tests.Storage;

namespace Weir.Gateway.Tests.Pricing.Catalogues;

public sealed class PriceFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Path => _directory.File("prices.yaml");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Entries_take_the_place_of_those_of_their_names_and_everything_else_stays()
    {
        File.WriteAllText(Path, "# Mine.\nprices:\n  # The contract.\n  a/b: { input: 1, output: 2 }\n  a/b flex: { input: 1, output: 1 }\n  c/d: { same_as: a/b }\n");

        PriceFile.Put(Path, [PriceRow.Parse("a/b: { input: 3, output: 4, source: x, as_of: 2026-11-21 }"), PriceRow.Parse("e/f: { input: 5, output: 6 }")]);

        File.ReadAllText(Path).ShouldBe(
            "# Mine.\nprices:\n  # The contract.\n  c/d: { same_as: a/b }\n  a/b: { input: 3, output: 4, as_of: 2026-11-21, source: x }\n  e/f: { input: 5, output: 6 }\n");
        Directory.GetFiles(_directory.Path).ShouldBe([Path]);
    }

    [Fact]
    public void Where_there_is_no_file_one_is_made_that_says_what_it_is()
    {
        PriceFile.Put(Path, [PriceRow.Parse("a/b: { input: 3, output: 4 }")]);

        var lines = File.ReadAllLines(Path);
        lines[0].ShouldStartWith("# Prices of your own");
        lines[1..].ShouldBe(["prices:", "  a/b: { input: 3, output: 4 }"]);
    }

    [Theory]
    [InlineData("prices:\n  a/b:\n    input: 1\n    output: 2\n")]
    [InlineData("prices: { a/b: { input: 1, output: 2 } }\n")]
    public void A_file_of_another_form_is_left_alone(string text)
    {
        File.WriteAllText(Path, text);

        Should.Throw<FormatException>(() => PriceFile.Put(Path, [PriceRow.Parse("a/b: { input: 3, output: 4 }")]));

        File.ReadAllText(Path).ShouldBe(text);
    }

    [Theory]
    [InlineData("openai/gpt-5-mini: { input: 0.25, output: 2 }", true, false)]
    [InlineData("openai/gpt-5-mini: { input: 0.2, output: 2 }", false, false)]
    [InlineData("openai/gpt-5-mini: { input: 0.25, output: 10 }", false, true)]
    [InlineData("openai/gpt-5-mini: { input: 0.05, output: 2 }", false, true)]
    [InlineData("openai/gpt-5-mini: { input: 0, output: 2 }", false, true)]
    [InlineData("openai/unheard-of: { input: 1, output: 2 }", false, false)]
    public void A_price_that_is_five_times_as_much_or_a_fifth_is_noticed(string row, bool isSame, bool isJump)
    {
        var parsed = PriceRow.Parse(row);

        var change = new PriceChange(parsed.Key.Name, [parsed], PriceBook.Default.Entry(parsed.Key.Name));

        (change.IsSame, change.IsJump, change.IsOwn).ShouldBe((isSame, isJump, false));
    }
}
