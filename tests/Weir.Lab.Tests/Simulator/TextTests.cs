using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Tests.Simulator;

public sealed class TextTests
{
    [Theory]
    [InlineData("one two", "one| two")]
    [InlineData(" one\n two ", " one|\n two| ")]
    [InlineData("abcdefghijklmnop", "abcdefghijkl|mnop")]
    [InlineData("", "")]
    public void Tokens_are_words_with_the_space_before_them(string text, string expected) =>
        string.Join('|', PseudoTokens.Split(text)).ShouldBe(expected);

    [Fact]
    public void A_character_made_of_several_is_never_cut()
    {
        const string Family = "👩‍👩‍👧‍👦";
        var text = string.Concat(Enumerable.Repeat(Family, 30));
        var tokens = PseudoTokens.Split(text);
        string.Concat(tokens).ShouldBe(text);
        tokens.Count.ShouldBe(3);
        tokens.ShouldAllBe(token => token.Length % Family.Length == 0);
    }

    [Theory]
    [InlineData(6, "6ms")]
    [InlineData(0, "0ms")]
    [InlineData(1500, "1.5s")]
    [InlineData(360_000, "6m0s")]
    [InlineData(3_723_000, "1h2m3s")]
    public void Durations_are_written_as_the_headers_write_them(int milliseconds, string expected) =>
        GoDuration.Format(TimeSpan.FromMilliseconds(milliseconds)).ShouldBe(expected);

    [Fact]
    public void The_random_numbers_never_change()
    {
        // The reference values of SplitMix64 for the seed 1234567.
        var random = new SeededRandom(1234567);
        random.NextBits().ShouldBe(6457827717110365317UL);
        random.NextBits().ShouldBe(3203168211198807973UL);
    }
}
