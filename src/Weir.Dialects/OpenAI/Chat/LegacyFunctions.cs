using System.Text.Json;
using Weir.Dialects.Conversations;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Clients from before there were tools.</summary>
internal static class LegacyFunctions
{
    /// <summary>Whether a client that named its functions in <c>functions</c> has to be told of a call in <c>function_call</c>, which is all that it knows.</summary>
    public static bool AreWanted(Conversation conversation) =>
        conversation.Source is { ValueKind: JsonValueKind.Object } request
        && request.TryGetProperty("functions"u8, out var functions) && functions.ValueKind == JsonValueKind.Array
        && !(request.TryGetProperty("tools"u8, out var tools) && tools.ValueKind == JsonValueKind.Array);
}
