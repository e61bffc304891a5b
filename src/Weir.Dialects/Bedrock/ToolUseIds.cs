using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Bedrock;

/// <summary>Writes identifiers of calls, of which Bedrock takes up to 64 letters, digits, underscores and hyphens. Others become the hash of what they are, in calls and results alike.</summary>
internal static class ToolUseIds
{
    private const int MaxLength = 64;

    private static readonly SearchValues<byte> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);

    public static void Write(Utf8JsonWriter writer, JsonElement id)
    {
        var inside = RawJson.Inside(id);
        if (inside.Length <= MaxLength && !inside.ContainsAnyExcept(Allowed)) writer.WriteInside("toolUseId"u8, inside);
        else writer.WriteString("toolUseId"u8, "call_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(RawJson.Say(inside) ?? "")).AsSpan(0, 16)));
    }
}
