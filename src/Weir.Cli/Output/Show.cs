using System.Globalization;
using System.Text;
using Weir.Gateway.Configuration.Binding;

namespace Weir.Cli.Output;

/// <summary>Values as people read them.</summary>
internal static class Show
{
    /// <summary>Stands for what does not exist or was not measured.</summary>
    public const string Nothing = "-";

    /// <summary>Text that came from outside: cut when it is long, and with nothing in it that could steer a terminal.</summary>
    public static string Text(string? text, int longest = 256)
    {
        if (string.IsNullOrEmpty(text)) return Nothing;
        if (text.Length > longest) text = string.Concat(text.AsSpan(0, longest - 1), "…");
        if (!text.Any(IsHidden)) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var c in text) clean.Append(IsHidden(c) ? '?' : c);
        return clean.ToString();
    }

    /// <summary>Microseconds since the Unix epoch as a date and time in UTC.</summary>
    public static string Time(long micros) => Time(DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond));

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>As JSON has it, to the microsecond.</summary>
    public static string Iso(long micros) => Iso(DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond));

    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A length of time in three digits or so: <c>350us</c>, <c>12.3ms</c>, <c>1.25s</c>, <c>2m05s</c>.</summary>
    public static string Duration(long? micros) => micros switch
    {
        null => Nothing,
        < 1_000 => $"{micros}us",
        < 100_000 => (micros.Value / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + "ms",
        < 1_000_000 => (micros.Value / 1_000).ToString(CultureInfo.InvariantCulture) + "ms",
        < 60_000_000 => (micros.Value / 1e6).ToString("0.00", CultureInfo.InvariantCulture) + "s",
        _ => $"{micros / 60_000_000}m{micros / 1_000_000 % 60:00}s",
    };

    /// <summary>US dollars, every digit: an embedding costs millionths, and a rounded zero would be a lie.</summary>
    public static string Money(decimal amount) => Quantity.Show(amount);

    public static string Bytes(long bytes) => bytes switch
    {
        < 1 << 10 => $"{bytes} B",
        < 1 << 20 => (bytes / (double)(1 << 10)).ToString("0.0", CultureInfo.InvariantCulture) + " KiB",
        < 1 << 30 => (bytes / (double)(1 << 20)).ToString("0.0", CultureInfo.InvariantCulture) + " MiB",
        _ => (bytes / (double)(1 << 30)).ToString("0.0", CultureInfo.InvariantCulture) + " GiB",
    };

    /// <summary><c>1 call</c>, <c>2 calls</c>.</summary>
    public static string Count(long number, string one) => $"{number} {one}{(number == 1 ? "" : "s")}";

    private static bool IsHidden(char c) =>
        char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
