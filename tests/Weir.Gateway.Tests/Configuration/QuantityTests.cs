using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Tests.Configuration;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("500ms", 500, "500ms")]
    [InlineData("5s", 5_000, "5s")]
    [InlineData("1.5s", 1_500, "1500ms")]
    [InlineData("10m", 600_000, "10m")]
    [InlineData("1h", 3_600_000, "1h")]
    [InlineData("24h", 86_400_000, "1d")]
    [InlineData("0s", 0, "0s")]
    public void Durations(string text, long milliseconds, string shown)
    {
        Quantity.TryDuration(text, out var duration).ShouldBeTrue();
        duration.TotalMilliseconds.ShouldBe(milliseconds);
        Quantity.Show(duration).ShouldBe(shown);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("5S")]
    [InlineData("1h30m")]
    [InlineData("1..5s")]
    [InlineData("99999999999999999999d")]
    [InlineData("0.00000001ms")]
    public void What_is_no_duration(string text) => Quantity.TryDuration(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("123", 123, "123")]
    [InlineData("1KiB", 1024, "1KiB")]
    [InlineData("1kib", 1024, "1KiB")]
    [InlineData("32MiB", 33_554_432, "32MiB")]
    [InlineData("1GB", 1_000_000_000, "1000000000")]
    [InlineData("1.5MiB", 1_572_864, "1536KiB")]
    public void Sizes(string text, long bytes, string shown)
    {
        Quantity.TrySize(text, out var size).ShouldBeTrue();
        size.ShouldBe(bytes);
        Quantity.ShowSize(size).ShouldBe(shown);
    }

    [Theory]
    [InlineData("1,5")]
    [InlineData("1e3")]
    [InlineData("")]
    [InlineData("0x1")]
    [InlineData("NaN")]
    public void What_is_no_decimal(string text) => Quantity.TryDecimal(text, out _).ShouldBeFalse();
}
