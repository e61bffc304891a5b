using Weir.Dialects.Usage;
using Weir.Gateway.Pricing;

namespace Weir.Gateway.Tests.Pricing;

public sealed class PriceKeyTests
{
    [Theory]
    [InlineData("openai/gpt-5")]
    [InlineData("openai/gpt-5 flex")]
    [InlineData("openai/gpt-5 above 272k")]
    [InlineData("openai/gpt-5 priority above 200001")]
    [InlineData("openai/gpt-5 from 2027-01-01")]
    [InlineData("openai/gpt-5 fast above 1k from 2027-01-01")]
    [InlineData("bedrock/anthropic.claude-haiku-4-5-20251001-v1:0 in us")]
    public void What_is_written_is_what_was_read(string text)
    {
        PriceKey.TryParse(text, out var key).ShouldBeTrue();
        key.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" flex")]
    [InlineData("a/b  flex")]
    [InlineData("a/b quick")]
    [InlineData("a/b above")]
    [InlineData("a/b above many")]
    [InlineData("a/b above -5k")]
    [InlineData("a/b above 9999999999k")]
    [InlineData("a/b from tomorrow")]
    [InlineData("a/b in")]
    [InlineData("a/b flex in us")]
    [InlineData("a/b above 5k in us")]
    public void What_makes_no_sense_is_none(string text) => PriceKey.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Its_words_are_told_apart()
    {
        PriceKey.TryParse("a/b batch above 128k from 2026-09-01", out var key).ShouldBeTrue();
        key.ShouldBe(new PriceKey("a/b", ServiceTier.Batch, 128_000, new DateOnly(2026, 9, 1)));
    }

    [Fact]
    public void Every_kind_and_every_gap_has_a_name_of_its_own_that_can_be_read_back()
    {
        foreach (var kind in PriceKinds.All)
        {
            PriceKinds.TryParse(PriceKinds.NameOf(kind), out var read).ShouldBeTrue();
            read.ShouldBe(kind);
            PriceGapNames.Parse(PriceGapNames.Of(PriceGapNames.Of(kind))).ShouldBe(PriceGapNames.Of(kind));
        }
        var all = PriceKinds.All.Aggregate(PriceGaps.OtherModels | PriceGaps.ServiceTier | PriceGaps.LongContext | PriceGaps.Region, (gaps, kind) => gaps | PriceGapNames.Of(kind));
        PriceGapNames.Parse(PriceGapNames.Of(all)).ShouldBe(all);
        PriceGapNames.Of(PriceGaps.None).ShouldBeNull();
        PriceGapNames.Parse(null).ShouldBe(PriceGaps.None);
    }
}
