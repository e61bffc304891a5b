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

    /// <summary>A text that sorts before the identifiers of all calls that came at or after a time. A second's margin, since a call's time and its identifier's are not read at once.</summary>
    /// <param name="unixMicroseconds">The time, microseconds since the Unix epoch.</param>
    public static string Before(long unixMicroseconds) => New(Math.Max(0, (unixMicroseconds / 1000) - 1000))[..10];

    /// <summary>A text that sorts before all identifiers of a time and after all of earlier ones.</summary>
    /// <param name="unixMilliseconds">The time.</param>
    public static string Start(long unixMilliseconds) => New(unixMilliseconds)[..10];

    /// <summary>The time in an identifier, milliseconds since the Unix epoch; null where there is none.</summary>
    public static long? TimeOf(string id)
    {
        if (id.Length < 10) return null;
        var time = 0L;
        foreach (var letter in id.AsSpan(0, 10))
        {
            var digit = Alphabet.IndexOf(letter);
            if (digit < 0) return null;
            time = (time << 5) | (long)digit;
        }
        return time < 1L << 48 ? time : null;
    }

    /// <summary>Makes a new identifier.</summary>
    /// <param name="unixMilliseconds">The call's arrival.</param>
    public static string New(long unixMilliseconds) => string.Create(26, unixMilliseconds, static (text, time) =>
    {
        for (var i = 9; i >= 0; i--, time >>= 5) text[i] = Alphabet[(int)(time & 31)];
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        for (var i = 0; i < 16; i++) text[10 + i] = Alphabet[random[i] & 31];
    });
}
