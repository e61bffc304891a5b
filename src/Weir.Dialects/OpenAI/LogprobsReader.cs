using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI;

/// <summary>Reads OpenAI's lists of tokens and their likelihood: <c>logprobs.content</c> in chat, <c>logprobs</c> of a text in responses.</summary>
internal sealed class LogprobsReader
{
    private readonly TokenOdds _odds = new();

    /// <summary>Reads a list.</summary>
    /// <param name="list">Stands on the list; anything else that it stands on is none.</param>
    /// <param name="data">What the reader reads.</param>
    /// <returns>What pieces carry, good until the next call; or nothing.</returns>
    public ReadOnlySpan<byte> Read(Utf8JsonReader list, ReadOnlySpan<byte> data)
    {
        _odds.Clear();
        if (list.TokenType != JsonTokenType.StartArray) return default;
        while (list.Read() && list.TokenType != JsonTokenType.EndArray)
        {
            if (list.TokenType == JsonTokenType.StartObject) ReadToken(ref list, data, isInstead: false);
            else list.Skip();
        }
        return _odds.Close();
    }

    /// <summary>Reads a list that is a JSON text of its own, or nothing.</summary>
    public ReadOnlySpan<byte> Read(ReadOnlySpan<byte> list)
    {
        if (list.IsEmpty) return default;
        var reader = new Utf8JsonReader(list, EventJson.Options);
        reader.Read();
        return Read(reader, list);
    }

    private void ReadToken(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, bool isInstead)
    {
        ReadOnlySpan<byte> token = default, logprob = default, bytes = default;
        Utf8JsonReader others = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("token"u8)) token = reader.Inside();
            else if (reader.ValueTextEquals("bytes"u8)) bytes = EventJson.Value(ref reader, data, JsonTokenType.StartArray);
            else if (reader.ValueTextEquals("top_logprobs"u8)) others = reader.Value();
            else if (reader.ValueTextEquals("logprob"u8))
            {
                var number = reader.Value();
                if (number.TokenType == JsonTokenType.Number) logprob = number.ValueSpan;
            }
            else reader.SkipValue();
        }
        if (logprob.IsEmpty) return;
        if (isInstead)
        {
            _odds.Instead(token, logprob, bytes);
            return;
        }
        _odds.Begin(token, logprob, bytes);
        if (others.TokenType == JsonTokenType.StartArray)
            while (others.Read() && others.TokenType == JsonTokenType.StartObject) ReadToken(ref others, data, isInstead: true);
        _odds.End();
    }
}
