using Weir.Cli.Output;

namespace Weir.Cli.Tests.Verbs;

public sealed class ShowTests
{
    [Theory]
    [InlineData(null, "-")]
    [InlineData(0L, "0us")]
    [InlineData(999L, "999us")]
    [InlineData(12_340L, "12.3ms")]
    [InlineData(350_400L, "350ms")]
    [InlineData(1_250_000L, "1.25s")]
    [InlineData(125_000_000L, "2m05s")]
    public void Durations_have_about_three_digits(long? micros, string shown) => Show.Duration(micros).ShouldBe(shown);

    [Theory]
    [InlineData(null, "-")]
    [InlineData("", "-")]
    [InlineData("plain text, grüße", "plain text, grüße")]
    [InlineData("\e[31mred\u0007", "?[31mred?")]
    [InlineData("\u202etxt\u2028", "?txt?")]
    [InlineData("0123456789abc", "012345678…")]
    public void Text_from_outside_is_cut_and_cleaned(string? text, string shown) => Show.Text(text, 10 + (text?.Length == 13 ? 0 : 20)).ShouldBe(shown);

    [Theory]
    [InlineData("0.00000000001", "0.00000000001")]
    [InlineData("1.2500", "1.25")]
    [InlineData("0", "0")]
    public void Money_keeps_every_digit(string amount, string shown) => Show.Money(decimal.Parse(amount)).ShouldBe(shown);

    [Theory]
    [InlineData(512, "512 B")]
    [InlineData(4096, "4.0 KiB")]
    [InlineData(1L << 30, "1.0 GiB")]
    public void Sizes_have_a_unit(long bytes, string shown) => Show.Bytes(bytes).ShouldBe(shown);

    [Fact]
    public void Times_are_in_UTC() =>
        Show.Iso(new DateTimeOffset(2026, 8, 22, 14, 0, 0, TimeSpan.FromHours(2)).AddTicks(1_234_560)).ShouldBe("2026-08-22T12:00:00.123456Z");
}
