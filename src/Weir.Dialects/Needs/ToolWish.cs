using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Needs;

/// <summary>Which tools a request names: the client's own, whose results it sends itself, and the provider's, which bring in what they find.</summary>
/// <param name="dialect">What the request is written in.</param>
internal struct ToolWish(Dialect dialect)
{
    /// <summary>Whether there are any.</summary>
    public bool HasTools { get; private set; }

    /// <summary>Whether one is not known to leave the work to the client.</summary>
    public bool HasHosted { get; private set; }

    /// <summary>How often one may be used at most, as the request says; null where it does not.</summary>
    public long? MaxUses { get; private set; }

    /// <summary>Reads the list of tools. The reader stands on the member's name.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="cache">Told what is to be kept of them.</param>
    public void Read(ref Utf8JsonReader reader, ref CacheWish cache)
    {
        reader.Read();
        var top = reader.CurrentDepth;
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject)) return;
        while (reader.Read() && reader.CurrentDepth > top)
        {
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            HasTools = true;
            if (reader.ValueTextEquals("cache_control"u8)) cache.Read(ref reader);
            else if (reader.ValueTextEquals("max_uses"u8)) MaxUses = Math.Max(MaxUses ?? 0, reader.Number() ?? 0);
            else if (dialect == Dialect.Gemini) ReadGeminis(ref reader);
            else if (reader.ValueTextEquals("type"u8)) ReadType(ref reader);
            else reader.SkipValue();
        }
    }

    private void ReadType(ref Utf8JsonReader reader)
    {
        var type = reader.Value();
        if (type.TokenType != JsonTokenType.String) return;
        HasHosted |= !IsClients(in type);
    }

    private static bool IsClients(ref readonly Utf8JsonReader type) =>
        type.ValueTextEquals("function"u8) || type.ValueTextEquals("custom"u8) || type.ValueTextEquals("namespace"u8)
        || type.ValueTextEquals("local_shell"u8) || type.ValueTextEquals("apply_patch"u8)
        || type.ValueSpan.StartsWith("bash_"u8) || type.ValueSpan.StartsWith("text_editor_"u8)
        || type.ValueSpan.StartsWith("computer_"u8) || type.ValueSpan.StartsWith("memory_"u8);

    /// <summary>Gemini's tools have no type but the name of their only member.</summary>
    private void ReadGeminis(ref Utf8JsonReader reader)
    {
        HasHosted |= !reader.ValueTextEquals("functionDeclarations"u8) && !reader.ValueTextEquals("function_declarations"u8);
        reader.SkipValue();
    }
}
