using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI;

/// <summary>Identifiers of tool calls: those that OpenAI is sent, and those that clients are given where the provider has none.</summary>
internal static class CallIds
{
    /// <summary>Longest identifier that a chat completion takes, in characters.</summary>
    public const int LongestOfChat = 40;

    /// <summary>Longest identifier that a response takes, in characters.</summary>
    public const int LongestOfResponses = 64;

    /// <summary>Writes an identifier for OpenAI; one that is too long becomes its hash, in a call and in its result alike.</summary>
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonElement id, int longest)
    {
        var inside = RawJson.Inside(id);
        if (inside.Length <= longest) writer.WriteRaw(name, id);
        else writer.WriteString(name, "call_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(RawJson.Say(inside) ?? "")).AsSpan(0, 16)));
    }

    /// <summary>Writes the inside of a call's identifier for a client: the provider's, or one that no call of another answer has.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="id">The provider's, or nothing.</param>
    /// <param name="callId">The identifier of the call to Weir.</param>
    /// <param name="choice">Which alternative answer calls.</param>
    /// <param name="call">Which of its calls it is.</param>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> id, string callId, int choice, int call)
    {
        if (!id.IsEmpty) output.Write(id);
        else output.WriteEscaped(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"call_{callId}_{(choice == 0 ? "" : $"{choice}_")}{call}")));
    }
}
