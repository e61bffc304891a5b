using System.Numerics;
using System.Text;
using Weir.Gateway.Storage;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Storage;

/// <summary>The oracle is whole numbers of any size, in units of the 28th decimal.</summary>
public sealed class ExactDecimalTests(ITestOutputHelper output)
{
    private static readonly BigInteger One = BigInteger.Pow(10, ExactDecimal.Decimals);

    [Fact]
    public void Sums_and_differences_of_any_numbers_are_exact()
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        var random = new Random(TestSeed.Value);
        var (sum, expected) = (default(ExactDecimal), BigInteger.Zero);
        for (var i = 0; i < 20_000; i++)
        {
            var number = Any(random);
            var isAdded = random.Next(3) > 0;
            sum = isAdded ? sum + ExactDecimal.Of(number) : sum - ExactDecimal.Of(number);
            expected += isAdded ? Units(number) : -Units(number);

            sum.ToString().ShouldBe(Text(expected));
            Parsed(sum.ToString()).ShouldBe(sum);
            ExactDecimal.Of(number).CompareTo(sum).ShouldBe(Units(number).CompareTo(expected));
        }
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("+00012.3400", "12.34")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData(" 7 ", "7")]
    [InlineData("-0.0000000000000000000000000001", "-0.0000000000000000000000000001")]
    [InlineData("1234567890123456789012345678901234567.0000000000000000000000000001000", "1234567890123456789012345678901234567.0000000000000000000000000001")]
    public void Text_is_read_and_written_in_one_form(string text, string written) => Parsed(text).ToString().ShouldBe(written);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("1e5")]
    [InlineData("1,5")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    [InlineData("0.00000000000000000000000000001")]
    [InlineData("12345678901234567890123456789012345678")]
    public void What_is_no_such_number_is_refused(string text) => ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();

    private static ExactDecimal Parsed(string text)
    {
        ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out var number).ShouldBeTrue(text);
        return number;
    }

    private static decimal Any(Random random) =>
        new(random.Next(), random.Next(2) * random.Next(), random.Next(2) * random.Next(), random.Next(2) == 0, (byte)random.Next(29));

    private static BigInteger Units(decimal number)
    {
        var bits = decimal.GetBits(number);
        var digits = (uint)bits[0] + ((BigInteger)(uint)bits[1] << 32) + ((BigInteger)(uint)bits[2] << 64);
        return (number < 0 ? -1 : 1) * digits * BigInteger.Pow(10, ExactDecimal.Decimals - number.Scale);
    }

    private static string Text(BigInteger units)
    {
        var size = BigInteger.Abs(units);
        var rest = (size % One).ToString().PadLeft(ExactDecimal.Decimals, '0').TrimEnd('0');
        return $"{(units < 0 ? "-" : "")}{size / One}{(rest.Length > 0 ? "." : "")}{rest}";
    }
}
