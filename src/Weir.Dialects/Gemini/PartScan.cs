using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>The members of a part of an answer, in whatever order they stand.</summary>
internal readonly ref struct PartScan
{
    /// <summary>The inside of the text, or empty.</summary>
    public ReadOnlySpan<byte> Text { get; private init; }

    /// <summary>Whether the text is a thought.</summary>
    public bool IsThought { get; private init; }

    /// <summary>The inside of the signature, or empty.</summary>
    public ReadOnlySpan<byte> Signature { get; private init; }

    /// <summary>Whether a function is called.</summary>
    public bool IsCall { get; private init; }

    /// <summary>The inside of the call's identifier, or empty.</summary>
    public ReadOnlySpan<byte> Id { get; private init; }

    /// <summary>The inside of the called function's name.</summary>
    public ReadOnlySpan<byte> Name { get; private init; }

    /// <summary>The raw object of arguments, or empty.</summary>
    public ReadOnlySpan<byte> Arguments { get; private init; }

    /// <summary>The raw <c>inlineData</c> or <c>fileData</c>, or empty.</summary>
    public ReadOnlySpan<byte> Media { get; private init; }

    /// <summary>The name of the first member that is not known here, the inside of a JSON string; or empty.</summary>
    public ReadOnlySpan<byte> Other { get; private init; }

    /// <summary>Finds the members of a part.</summary>
    /// <param name="json">The part, an object.</param>
    public static PartScan Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, EventJson.Options);
        reader.Read();
        ReadOnlySpan<byte> text = default, signature = default, call = default, media = default, other = default;
        var isThought = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("text"u8)) text = EventJson.Text(ref reader, json);
            else if (reader.ValueTextEquals("thoughtSignature"u8)) signature = EventJson.Text(ref reader, json);
            else if (reader.ValueTextEquals("functionCall"u8)) call = EventJson.Value(ref reader, json, JsonTokenType.StartObject);
            else if (reader.ValueTextEquals("thought"u8)) isThought = !EventJson.Value(ref reader, json, JsonTokenType.True).IsEmpty;
            else if (reader.ValueTextEquals("inlineData"u8) || reader.ValueTextEquals("fileData"u8)) media = EventJson.Value(ref reader, json, JsonTokenType.StartObject);
            else
            {
                // What is said about a part is an object too, and named for it.
                var name = reader.ValueSpan.EndsWith("etadata"u8) || reader.ValueTextEquals("mediaResolution"u8) ? default : reader.ValueSpan;
                if (!EventJson.Value(ref reader, json, JsonTokenType.StartObject).IsEmpty && other.IsEmpty) other = name;
            }
        }
        return call.IsEmpty ? new PartScan { Text = text, IsThought = isThought, Signature = signature, Media = media, Other = other } : ReadCall(call, signature);
    }

    private static PartScan ReadCall(ReadOnlySpan<byte> call, ReadOnlySpan<byte> signature)
    {
        var reader = new Utf8JsonReader(call, EventJson.Options);
        reader.Read();
        ReadOnlySpan<byte> id = default, name = default, arguments = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8)) id = EventJson.Text(ref reader, call);
            else if (reader.ValueTextEquals("name"u8)) name = EventJson.Text(ref reader, call);
            else if (reader.ValueTextEquals("args"u8)) arguments = EventJson.Value(ref reader, call, JsonTokenType.StartObject);
            else reader.SkipValue();
        }
        return new PartScan { IsCall = true, Id = id, Name = name, Arguments = arguments, Signature = signature };
    }
}
