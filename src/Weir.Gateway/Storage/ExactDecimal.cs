using System.Globalization;

namespace Weir.Gateway.Storage;

/// <summary>
/// A number with 28 decimals, as many as a <see cref="decimal"/> can have, at any size. A sum of decimals rounds once it has more
/// than 28 digits in all, and where depends on the order; a sum of these never does, so that what was added up in one order can be
/// compared with what was added up in another.
/// </summary>
internal readonly record struct ExactDecimal : IComparable<ExactDecimal>
{
    /// <summary>The most decimals.</summary>
    public const int Decimals = 28;

    /// <summary>The longest text of one, in bytes.</summary>
    public const int LongestText = 1 + LongestWhole + 1 + Decimals;

    private const int LongestWhole = 37;

    private static readonly UInt128[] PowersOfTen = MakePowers();

    // The number is _whole + _rest / 10^28, and _rest is never negative, whatever _whole is.
    private readonly Int128 _whole;
    private readonly Int128 _rest;

    private ExactDecimal(Int128 whole, Int128 rest) => (_whole, _rest) = (whole, rest);

    private static Int128 One => (Int128)PowersOfTen[Decimals];

    public static ExactDecimal operator +(in ExactDecimal one, in ExactDecimal other)
    {
        var rest = one._rest + other._rest;
        return rest < One ? new(one._whole + other._whole, rest) : new(one._whole + other._whole + 1, rest - One);
    }

    public static ExactDecimal operator -(in ExactDecimal number) => number._rest == 0 ? new(-number._whole, 0) : new(-number._whole - 1, One - number._rest);

    public static ExactDecimal operator -(in ExactDecimal one, in ExactDecimal other) => one + -other;

    public static ExactDecimal Of(decimal number)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        var digits = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        var scale = (bits[3] >> 16) & 0xff;
        var (whole, rest) = UInt128.DivRem(digits, PowersOfTen[scale]);
        var size = new ExactDecimal((Int128)whole, (Int128)(rest * PowersOfTen[Decimals - scale]));
        return bits[3] < 0 ? -size : size;
    }

    /// <summary>Reads digits with a point between them, and a sign before them, both where there is need.</summary>
    /// <returns>False for anything else, and for more digits than there is room for.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out ExactDecimal number)
    {
        number = default;
        text = text.Trim((byte)' ');
        var isNegative = text.StartsWith("-"u8);
        if (isNegative || text.StartsWith("+"u8)) text = text[1..];
        var point = text.IndexOf((byte)'.');
        var whole = (point < 0 ? text : text[..point]).TrimStart((byte)'0');
        var rest = point < 0 ? default : text[(point + 1)..].TrimEnd((byte)'0');
        if (whole.Length > LongestWhole || rest.Length > Decimals || text.IsEmpty || text is [(byte)'.']) return false;
        if (whole.ContainsAnyExceptInRange((byte)'0', (byte)'9') || rest.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        number = new ExactDecimal((Int128)Read(whole), (Int128)(Read(rest) * PowersOfTen[Decimals - rest.Length]));
        if (isNegative) number = -number;
        return true;
    }

    /// <summary>Writes the number without an exponent and without zeros at its end.</summary>
    /// <param name="utf8">At least <see cref="LongestText"/> long.</param>
    /// <returns>How many bytes were written.</returns>
    public int Format(Span<byte> utf8)
    {
        var size = _whole < 0 ? -this : this;
        var length = 0;
        if (_whole < 0) utf8[length++] = (byte)'-';
        size._whole.TryFormat(utf8[length..], out var written, default, CultureInfo.InvariantCulture);
        length += written;
        if (size._rest == 0) return length;
        utf8[length++] = (byte)'.';
        size._rest.TryFormat(utf8[length..], out written, "D28", CultureInfo.InvariantCulture);
        return length + utf8.Slice(length, written).TrimEnd((byte)'0').Length;
    }

    /// <summary>The number with as many decimals as a <see cref="decimal"/> of its size can have.</summary>
    /// <exception cref="OverflowException">It is larger than one.</exception>
    public decimal ToDecimal()
    {
        Span<byte> utf8 = stackalloc byte[LongestText];
        return decimal.Parse(utf8[..Format(utf8)], NumberStyles.Number, CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public int CompareTo(ExactDecimal other) => _whole != other._whole ? _whole.CompareTo(other._whole) : _rest.CompareTo(other._rest);

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> utf8 = stackalloc byte[LongestText];
        return System.Text.Encoding.ASCII.GetString(utf8[..Format(utf8)]);
    }

    private static UInt128 Read(ReadOnlySpan<byte> digits)
    {
        const int most = 19;
        UInt128 number = 0;
        while (!digits.IsEmpty)
        {
            var together = digits[..Math.Min(most, digits.Length)];
            var part = 0UL;
            foreach (var digit in together) part = (part * 10) + (ulong)(digit - '0');
            number = (number * PowersOfTen[together.Length]) + part;
            digits = digits[together.Length..];
        }
        return number;
    }

    private static UInt128[] MakePowers()
    {
        var powers = new UInt128[Decimals + 1];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
