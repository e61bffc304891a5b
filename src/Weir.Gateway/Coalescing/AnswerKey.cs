using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Weir.Dialects.Json;
using Weir.Gateway.Calls;

namespace Weir.Gateway.Coalescing;

/// <summary>
/// What two calls have in common that may be given the same answer, as a hash (SHA-256): whose they are, where they may be
/// answered, what was called, the headers and the query that reach a provider, and every byte of the body.
/// </summary>
internal readonly record struct AnswerKey(UInt128 High, UInt128 Low)
{
    /// <summary>Headers that name a request or a program. They steer no answer, and are another's for every call.</summary>
    private static readonly HashSet<string> Names = new(["idempotency-key", "user-agent", "x-client-request-id"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes the key of a routed call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="apartFrom">Bytes of the body that make no difference; none by default.</param>
    public static AnswerKey Of(Call call, ByteRange apartFrom = default)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, call.Key!.Tenant);
        foreach (var region in (call.Regions ?? []).Order(StringComparer.Ordinal)) Add(hash, region);
        // A key that is limited to models has no sight of what calls for others have left at the provider.
        if (call.Key.Models is not null && call.Head!.Kept is not null) Add(hash, call.Key.Id);
        Add(hash, call.Endpoint.Name);
        Add(hash, call.Endpoint.Path);
        Add(hash, call.PathModel ?? "");
        var request = call.Http.Request;
        // Gemini's clients may send their key in the query.
        foreach (var (name, value) in request.Query.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            if (name != "key") Add(hash, "?" + name, value.ToString());
        foreach (var (name, value) in request.Headers.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase))
            if (call.Route!.Steering.Allows(name) && !Names.Contains(name)) Add(hash, name.ToLowerInvariant(), value.ToString());
        Add(hash, call.Body!.Bytes.Span[..apartFrom.Start]);
        Add(hash, call.Body.Bytes.Span[apartFrom.End..]);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return new AnswerKey(BinaryPrimitives.ReadUInt128LittleEndian(digest), BinaryPrimitives.ReadUInt128LittleEndian(digest[16..]));
    }

    private static void Add(IncrementalHash hash, params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts) Add(hash, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>With its length in front, so that no two lists of texts are the same bytes.</summary>
    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
