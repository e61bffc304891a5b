using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Needs;

/// <summary>What a request asks to be kept in the provider's prompt cache.</summary>
internal struct CacheWish
{
    public bool Writes { get; private set; }

    /// <summary>Whether anything is to be kept for longer than the usual five minutes.</summary>
    public bool KeepsAnHour { get; private set; }

    /// <summary>Reads a mark. The reader stands on the member's name.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        Writes |= reader.TokenType != JsonTokenType.Null;
        if (reader.TokenType != JsonTokenType.StartObject) return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isTime = reader.ValueTextEquals("ttl"u8);
            var value = reader.Value();
            KeepsAnHour |= isTime && value.TokenType == JsonTokenType.String && !value.ValueTextEquals("5m"u8);
        }
    }
}
