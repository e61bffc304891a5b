using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>
/// The names of functions that stand in a namespace, where a provider knows no namespaces: <c>crm__find_customer</c>. The same
/// in every call of a conversation, since a model sees what it called before.
/// </summary>
internal static class NamespacedName
{
    /// <summary>Longest name that every provider takes, in bytes.</summary>
    private const int Longest = 64;

    /// <summary>Bytes of a name's hash, each two digits.</summary>
    private const int HashBytes = 4;

    /// <summary>One name of two; a longer one than providers take ends with its hash.</summary>
    public static JsonElement Of(JsonElement space, JsonElement name)
    {
        var joined = new ArrayBufferWriter<byte>();
        WritePrefix(joined, space);
        joined.Write(RawJson.Inside(name));
        if (joined.WrittenCount <= Longest || joined.WrittenSpan.Contains((byte)'\\')) return JsonString.Of(joined.WrittenSpan);
        var shortened = new ArrayBufferWriter<byte>();
        var kept = Longest - (2 * HashBytes) - 1;
        // No character is cut in two: those of more than one byte continue with bytes of the form 10xxxxxx.
        while ((joined.WrittenSpan[kept] & 0xC0) == 0x80) kept--;
        shortened.Write(joined.WrittenSpan[..kept]);
        shortened.Write("_"u8);
        shortened.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(joined.WrittenSpan).AsSpan(0, HashBytes))));
        return JsonString.Of(shortened.WrittenSpan);
    }

    /// <summary>What a namespace is for, before what the first function in it does.</summary>
    public static JsonElement Describe(JsonElement space, JsonElement description, JsonElement? function)
    {
        var text = new ArrayBufferWriter<byte>();
        text.Write("All tools whose names begin with "u8);
        WritePrefix(text, space);
        text.Write(": "u8);
        text.Write(RawJson.Inside(description));
        var group = JsonString.Of(text.WrittenSpan);
        return function is { } own ? JsonString.Joined([group, own])!.Value : group;
    }

    private static void WritePrefix(ArrayBufferWriter<byte> output, JsonElement space)
    {
        output.Write(RawJson.Inside(space));
        if (!output.WrittenSpan.EndsWith("__"u8)) output.Write("__"u8);
    }
}
