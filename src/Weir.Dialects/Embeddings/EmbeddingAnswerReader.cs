using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Embeddings;

/// <summary>Reads an answer in one pass over its bytes: it may be as long as a gateway allows, so that no tree is made of it.</summary>
/// <param name="shape">Where the dialect has what.</param>
/// <param name="body">The answer.</param>
/// <param name="texts">How many vectors were asked for.</param>
internal sealed class EmbeddingAnswerReader(EmbeddingAnswerShape shape, ReadOnlyMemory<byte> body, int texts)
{
    private readonly EmbeddingAnswer _answer = new(body, texts);

    /// <returns>False when it is no answer in the dialect, or has not one vector for every text.</returns>
    public bool TryRead([NotNullWhen(true)] out EmbeddingAnswer? answer)
    {
        answer = null;
        try
        {
            var reader = new Utf8JsonReader(body.Span, EventJson.Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !TryReadMembers(ref reader) || reader.Read()) return false;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The latter comes from names and words with an escaped half of a surrogate pair.
            return false;
        }
        if (_answer.IsWhole) answer = _answer;
        return answer is not null;
    }

    private bool TryReadMembers(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isList = reader.ValueTextEquals(shape.List);
            var isUsage = reader.ValueTextEquals(shape.Usage);
            var isModel = shape.Model is not null && reader.ValueTextEquals(shape.Model);
            reader.Read();
            if (isList && !TryReadList(ref reader)) return false;
            if (isModel && reader.TokenType == JsonTokenType.String) _answer.Model = reader.GetString();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isUsage && shape.TryReadUsage(body.Span[start..(int)reader.BytesConsumed], out var usage)) _answer.Usage = usage;
        }
        return true;
    }

    private bool TryReadList(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        for (var position = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; position++)
            if (reader.TokenType != JsonTokenType.StartObject || !TryReadItem(ref reader, position)) return false;
        return true;
    }

    private bool TryReadItem(ref Utf8JsonReader reader, int index)
    {
        var vector = default(ByteRange);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isVector = reader.ValueTextEquals(shape.Vector);
            var isIndex = shape.Index is not null && reader.ValueTextEquals(shape.Index);
            reader.Read();
            if (isVector && !VectorText.TryRead(ref reader, out vector)) return false;
            if (isIndex && !(reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out index))) return false;
            reader.Skip();
        }
        return !vector.IsEmpty && _answer.TryAdd(index, vector);
    }
}
