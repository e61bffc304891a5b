using System.Security.Cryptography;

namespace Weir.Gateway.Calls;

/// <summary>
/// Identifiers of calls: 26 characters of Crockford's base 32, 48 bits of milliseconds then 80 random bits (the layout of
/// ULID), so that they sort by time and say nothing else. Lower case.
/// </summary>
internal static class CallId
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>Makes an identifier for a request that arrives now.</summary>
    public static string New(TimeProvider time) => New(time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>What the identifiers of all calls that arrive from a time on are not before.</summary>
    /// <param name="unixMilliseconds">The time.</param>
    public static string First(long unixMilliseconds) => string.Create(10, unixMilliseconds, static (text, time) => WriteTime(text, time));

    /// <summary>Makes a new identifier.</summary>
    /// <param name="unixMilliseconds">The call's arrival.</param>
    public static string New(long unixMilliseconds) => string.Create(26, unixMilliseconds, static (text, time) =>
    {
        WriteTime(text, time);
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        for (var i = 0; i < 16; i++) text[10 + i] = Alphabet[random[i] & 31];
    });

    private static void WriteTime(Span<char> text, long time)
    {
        for (var i = 9; i >= 0; i--, time >>= 5) text[i] = Alphabet[(int)(time & 31)];
    }
}
