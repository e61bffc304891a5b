using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>What one element of <c>tool_calls</c>, or a <c>function_call</c>, says: the insides of its strings, each empty when it is not there.</summary>
internal ref struct CallFacts
{
    /// <summary>Which of the choice's calls it is, as the server counts; null when it does not say.</summary>
    public int? Index;

    /// <summary>The call's identifier.</summary>
    public ReadOnlySpan<byte> Id;

    /// <summary>The function's name.</summary>
    public ReadOnlySpan<byte> Name;

    /// <summary>A fragment of the arguments.</summary>
    public ReadOnlySpan<byte> Arguments;

    /// <summary>The arguments as an object, as some servers give them; the JSON itself.</summary>
    public ReadOnlySpan<byte> ArgumentObject;

    /// <summary>Gemini's signature of the call.</summary>
    public ReadOnlySpan<byte> Signature;

    /// <summary>Reads the object that a reader stands on, and leaves the reader on its end.</summary>
    public static CallFacts Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        var facts = default(CallFacts);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("index"u8))
            {
                var value = reader.Value();
                if (value.TokenType == JsonTokenType.Number && value.TryGetInt32(out var index)) facts.Index = index;
            }
            else if (reader.ValueTextEquals("id"u8)) facts.Id = reader.Inside();
            else if (reader.ValueTextEquals("function"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject) facts.ReadFunction(ref reader, data);
                else reader.Skip();
            }
            else if (reader.ValueTextEquals("extra_content"u8)) facts.ReadExtra(ref reader, "google"u8);
            else reader.SkipValue();
        }
        return facts;
    }

    /// <summary>Reads the function that a reader stands on.</summary>
    public void ReadFunction(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8)) Name = reader.Inside();
            else if (reader.ValueTextEquals("arguments"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                if (reader.TokenType == JsonTokenType.String) Arguments = reader.ValueSpan;
                var isObject = reader.TokenType == JsonTokenType.StartObject;
                reader.Skip();
                if (isObject) ArgumentObject = data[start..(int)reader.BytesConsumed];
            }
            else reader.SkipValue();
        }
    }

    /// <summary>Finds <c>google.thought_signature</c>.</summary>
    private void ReadExtra(ref Utf8JsonReader reader, ReadOnlySpan<byte> wanted)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("thought_signature"u8)) Signature = reader.Inside();
            else if (!wanted.IsEmpty && reader.ValueTextEquals(wanted)) ReadExtra(ref reader, default);
            else reader.SkipValue();
        }
    }
}
