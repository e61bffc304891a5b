using System.Globalization;

namespace Weir.Gateway.Configuration.Binding;

/// <summary>Numbers with a unit, read and written: <c>500ms</c>, <c>10m</c>, <c>32MiB</c>, <c>0.25</c>.</summary>
internal static class Quantity
{
    private const NumberStyles Plain = NumberStyles.AllowDecimalPoint;

    private static readonly (string Unit, long Ticks)[] TimeUnits =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond), ("ms", TimeSpan.TicksPerMillisecond),
    ];

    private static readonly (string Unit, long Bytes)[] SizeUnits =
    [
        ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10), ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000), ("B", 1), ("", 1),
    ];

    public static bool TryDuration(string text, out TimeSpan duration)
    {
        duration = default;
        if (!TryUnit(text, TimeUnits, StringComparison.Ordinal, out var ticks)) return false;
        duration = new TimeSpan(ticks);
        return true;
    }

    public static bool TrySize(string text, out long bytes) => TryUnit(text, SizeUnits, StringComparison.OrdinalIgnoreCase, out bytes);

    public static bool TryDecimal(string text, out decimal number) =>
        decimal.TryParse(text, Plain | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    public static bool TryInteger(string text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    /// <summary>The duration in the largest unit that needs no fraction.</summary>
    public static string Show(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero) return "0s";
        foreach (var (unit, ticks) in TimeUnits)
            if (duration.Ticks % ticks == 0) return $"{duration.Ticks / ticks}{unit}";
        return ((decimal)duration.Ticks / TimeSpan.TicksPerMillisecond).ToString("0.####", CultureInfo.InvariantCulture) + "ms";
    }

    /// <summary>The size in the largest binary unit that needs no fraction; bytes are a bare number.</summary>
    public static string ShowSize(long bytes)
    {
        foreach (var (unit, size) in SizeUnits.AsSpan(0, 3))
            if (bytes > 0 && bytes % size == 0) return $"{bytes / size}{unit}";
        return bytes.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The number without trailing zeros, so that 0.250 and 0.25 are the same configuration.</summary>
    public static string Show(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    private static bool TryUnit(string text, (string Unit, long Factor)[] units, StringComparison comparison, out long amount)
    {
        amount = 0;
        var digits = 0;
        while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] == '.')) digits++;
        var unit = text.AsSpan(digits);
        if (!decimal.TryParse(text.AsSpan(0, digits), Plain, CultureInfo.InvariantCulture, out var number)) return false;
        foreach (var (name, factor) in units)
        {
            if (!unit.Equals(name, comparison)) continue;
            if (number > (decimal)long.MaxValue / factor) return false;
            amount = (long)(number * factor);
            return amount == number * factor;
        }

        return false;
    }
}
