using System.Text;
using Weir.Gateway.Configuration;
using Weir.Gateway.Configuration.Yaml;

namespace Weir.Gateway.Tests.Configuration;

public sealed class YamlReaderTests
{
    [Theory]
    [InlineData("a: &x 1\nb: 2", "1:4: anchors (&name) are not supported.")]
    [InlineData("a: *x", "1:4: aliases (*name) are not supported.")]
    [InlineData("a: 1\n<<: { b: 1 }", "2:1: merge keys (<<) are not supported.")]
    [InlineData("a: !!int 1", "1:4: tags (!name) are not supported.")]
    [InlineData("a: 1\n---\nb: 2", "2:1: a second document begins here; the configuration is one document.")]
    [InlineData("a:\n\tb: 1", "2:1: a tab in the indentation; YAML allows only spaces there.")]
    [InlineData("a: { b: ${X} }", "1:10: not valid YAML: inside { … } or [ … ] a ${NAME} needs quotes.")]
    [InlineData("? [a, b]\n: 1", "1:3: a key must be a single word.")]
    [InlineData("a: [1, 2", "not valid YAML: ")]
    [InlineData("a: \"open", "not valid YAML: ")]
    [InlineData("a: 1\n b: 2", "not valid YAML: ")]
    [InlineData("a: 1\na: 2", "2:1: a: the key \"a\" stands here a second time (first on line 1).")]
    [InlineData("[a]", "1:1: a list stands where a map or list belongs.")]
    [InlineData("just text", "1:1: a single value stands where a map or list belongs.")]
    public void What_is_not_plain_YAML_is_an_error_with_its_place(string text, string error)
    {
        var errors = Given.Errors(text);

        errors.ShouldContain(e => e.Contains(error, StringComparison.Ordinal), string.Join('\n', errors));
    }

    [Fact]
    public void Deep_nesting_ends_early()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();

        Given.Errors("a: " + new string('[', 100_000)).ShouldHaveSingleItem().ShouldContain("nested deeper than 24 levels.");
        Given.Errors(string.Concat(Enumerable.Range(0, 1000).Select(i => new string(' ', i) + "a:\n"))).ShouldHaveSingleItem().ShouldContain("nested deeper");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', (byte)'\n', 0xC3, 0x28 }, "f:2:1: the file is not UTF-8 text. Save it in the encoding UTF-8.")]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'a', 0 }, "f:1:1: the file is not UTF-8 text. Save it in the encoding UTF-8.")]
    [InlineData(new byte[] { (byte)'a', 0 }, "f:1:2: the character U+0000 does not belong in a text file. Save the file as UTF-8 text.")]
    public void Bytes_that_are_no_text_are_an_error_with_their_place(byte[] bytes, string error)
    {
        var errors = new ConfigErrors("f");

        YamlText.Decode(bytes, errors).ShouldBeNull();
        errors.Sorted().ShouldHaveSingleItem().ToString().ShouldBe(error);
    }

    [Fact]
    public void A_byte_order_mark_is_skipped() =>
        YamlText.Decode([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("ä")], new ConfigErrors("f")).ShouldBe("ä");

    [Fact]
    public void Words_stay_words()
    {
        var model = Given.Model(
            """
            providers: { no: { built_in: simulator } }
            deployments:
              on: { provider: no, model: 4, price: { input: "0.1", output: 0 } }
              off: { provider: no, model: 1.10, price: { input: 0, output: 0 } }
            models: { yes: { route: [on, off] } }
            """);

        model.Models["yes"].Candidates.Select(c => c.Deployment.UpstreamModel).ShouldBe(["4", "1.10"]);
    }
}
