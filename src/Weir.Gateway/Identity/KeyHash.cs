using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Gateway.Identity;

/// <summary>
/// The SHA-256 of a virtual key. Keys hold 256 random bits, so a plain hash is enough: there is nothing to guess, and
/// comparing hashes reveals nothing about the key through timing.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct KeyHash
{
    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    private KeyHash(ReadOnlySpan<byte> digest)
    {
        _a = MemoryMarshal.Read<ulong>(digest);
        _b = MemoryMarshal.Read<ulong>(digest[8..]);
        _c = MemoryMarshal.Read<ulong>(digest[16..]);
        _d = MemoryMarshal.Read<ulong>(digest[24..]);
    }

    /// <summary>Hashes a key as a client presented it. Keys over 512 characters hash like any other but allocate.</summary>
    public static KeyHash Of(ReadOnlySpan<char> key)
    {
        Span<byte> utf8 = key.Length <= 512 ? stackalloc byte[1536] : new byte[Encoding.UTF8.GetMaxByteCount(key.Length)];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(key, utf8)], digest);
        return new KeyHash(digest);
    }

    /// <summary>Reads 64 hexadecimal digits, with or without a leading <c>sha256:</c>.</summary>
    /// <returns>False when the text is anything else.</returns>
    public static bool TryParse(string? text, out KeyHash hash)
    {
        hash = default;
        var hex = text is not null && text.StartsWith("sha256:", StringComparison.Ordinal) ? text.AsSpan(7) : text;
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        if (hex.Length != 64 || Convert.FromHexString(hex, digest, out _, out _) != System.Buffers.OperationStatus.Done) return false;
        hash = new KeyHash(digest);
        return true;
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        MemoryMarshal.Write(digest, in _a);
        MemoryMarshal.Write(digest[8..], in _b);
        MemoryMarshal.Write(digest[16..], in _c);
        MemoryMarshal.Write(digest[24..], in _d);
        return Convert.ToHexStringLower(digest);
    }

    /// <inheritdoc/>
    public override int GetHashCode() => _a.GetHashCode();
}
