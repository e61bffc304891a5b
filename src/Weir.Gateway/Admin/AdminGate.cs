using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Configuration;
using Weir.Gateway.Identity;

namespace Weir.Gateway.Admin;

/// <summary>Lets in who has the admin key. Every route of the admin API passes here before anything else is looked at.</summary>
internal sealed class AdminGate(ConfigWatcher configuration)
{
    private const string Scheme = "Bearer ";

    /// <summary>Looks at a request's key.</summary>
    /// <param name="request">The request.</param>
    /// <param name="error">Why it is refused.</param>
    /// <returns>Who is let in, as the log names the key; null when nobody is.</returns>
    public string? Enter(HttpRequest request, out AdminError error)
    {
        error = AdminError.Disabled;
        if (configuration.Current.Admin is not { } admin) return null;
        error = AdminError.Unauthorized;
        var presented = request.Headers.Authorization.ToString().AsSpan().Trim();
        if (!presented.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var hash = KeyHash.Of(presented[Scheme.Length..].Trim());
        return AreSame(hash, admin.Key) ? IdOf(admin.Key) : null;
    }

    private static bool AreSame(KeyHash one, KeyHash other) => CryptographicOperations.FixedTimeEquals(
        MemoryMarshal.AsBytes(new ReadOnlySpan<KeyHash>(in one)), MemoryMarshal.AsBytes(new ReadOnlySpan<KeyHash>(in other)));

    /// <summary>Of the hash, hashed again: it tells two keys apart, and helps nobody to guess one.</summary>
    private static string IdOf(KeyHash key) => "admin_" + KeyHash.Of(key.ToString()).ToString()[..8];
}
