using System.Text;

namespace Weir.Statistics.Tests;

public sealed class SimHashTests
{
    [Theory]
    [InlineData("""{"role":"tool","tool_call_id":"call_8f3b2c9d1e","content":"Error: no such flight"}""", """{"role":"tool","tool_call_id":"call_77aa01bd42","content":"Error: no such flight"}""", true)]
    [InlineData("the same", "the same", true)]
    [InlineData("""{"role":"tool","content":"Error: no such flight"}""", """{"role":"tool","content":"HAT136 leaves at nine and has four seats left"}""", false)]
    [InlineData("Please book the cheapest flight to Boston for me", "Thank you, that is all for today", false)]
    public void Texts_that_are_alike_but_for_identifiers_are_near_and_others_are_not(string one, string other, bool areNear) =>
        SimHash.AreNear(Of(one), Of(other)).ShouldBe(areNear);

    [Fact]
    public void A_word_in_a_long_text_makes_little_difference()
    {
        var words = string.Join(' ', Enumerable.Range(0, 200).Select(number => $"word{(char)('a' + (number % 26))}{(char)('a' + (number / 26))}"));

        SimHash.AreNear(Of(words), Of(words.Replace("wordkc", "other", StringComparison.Ordinal))).ShouldBeTrue();
    }

    [Fact]
    public void A_text_without_words_has_no_fingerprint() => Of(" ,.!{} ").ShouldBe(0UL);

    private static ulong Of(string text) => SimHash.Of(Encoding.UTF8.GetBytes(text));
}
