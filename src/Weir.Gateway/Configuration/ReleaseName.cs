using System.Security.Cryptography;
using System.Text;
using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration;

/// <summary>Names a configuration by its content.</summary>
internal static class ReleaseName
{
    /// <summary>
    /// 12 hexadecimal digits over the effective configuration. Of each secret only four bytes of its hash take part: enough
    /// for a rotated key to be a new release, too few to confirm a guess, since one guess in four thousand million fits by
    /// chance and whoever can guess at that rate has the whole key space before them still.
    /// </summary>
    public static string Of(WeirConfig config) => Hash(config, static secret => Digest(secret)[..8])[..12].ToLowerInvariant();

    /// <summary>
    /// A hash over everything, secrets included: two configurations with the same fingerprint are the same. It stays in
    /// memory and is never shown.
    /// </summary>
    public static string Fingerprint(WeirConfig config) => Hash(config, Digest);

    private static string Digest(Secret secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret.Reveal())));

    private static string Hash(WeirConfig config, Func<Secret, string> secretText)
    {
        var text = new StringBuilder(4096);
        foreach (var (section, entry, path, value, _) in ConfigFlattener.Flatten(config, secretText))
        {
            // Lengths keep values that contain separators apart.
            foreach (var part in (ReadOnlySpan<string>)[section, entry, path, value]) text.Append(part.Length).Append(':').Append(part);
            text.Append('\n');
        }

        if (config.PriceFileHash.Length > 0) text.Append("prices").Append(config.PriceFileHash);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
