using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Gateway.Identity;

/// <summary>How keys and their identifiers look.</summary>
internal static class KeyText
{
    /// <summary>Begins every key, so that secret scanners can find one that leaked.</summary>
    public const string Prefix = "wk_";

    /// <summary>Begins every identifier; a name may not, so that the two cannot be confused.</summary>
    public const string IdPrefix = "key_";

    /// <summary>A new key: 256 random bits.</summary>
    public static string New()
    {
        Span<byte> random = stackalloc byte[32];
        RandomNumberGenerator.Fill(random);
        return Prefix + Base64Url.EncodeToString(random);
    }

    /// <summary>The identifier of a key of the configuration: from its name, so that the ledger's rows of a key stay together when its value is rotated.</summary>
    public static string IdOfConfigured(string name) => IdPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 4));

    public static string NewId() => IdPrefix + RandomNumberGenerator.GetHexString(8, lowercase: true);
}
