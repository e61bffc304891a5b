using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>One element of <c>reasoning_details</c>: the insides of its strings, each empty when it is not there.</summary>
internal ref struct ThoughtDetail
{
    /// <summary>The thoughts (<c>text</c>) or their summary (<c>summary</c>).</summary>
    public ReadOnlySpan<byte> Text;

    /// <summary>Their proof.</summary>
    public ReadOnlySpan<byte> Signature;

    /// <summary>Enciphered thoughts.</summary>
    public ReadOnlySpan<byte> Data;

    /// <summary>The provider's identifier.</summary>
    public ReadOnlySpan<byte> Id;

    /// <summary>Reads the object that a reader stands on, and leaves the reader on its end.</summary>
    public static ThoughtDetail Read(ref Utf8JsonReader reader)
    {
        var detail = default(ThoughtDetail);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("summary"u8)) detail.Text = reader.Inside();
            else if (reader.ValueTextEquals("signature"u8)) detail.Signature = reader.Inside();
            else if (reader.ValueTextEquals("data"u8)) detail.Data = reader.Inside();
            else if (reader.ValueTextEquals("id"u8)) detail.Id = reader.Inside();
            else reader.SkipValue();
        }
        return detail;
    }
}
