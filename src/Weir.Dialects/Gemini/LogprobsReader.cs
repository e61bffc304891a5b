using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Reads <c>logprobsResult</c>: a list of the tokens that were chosen, and beside it a list of lists of those that might have been.</summary>
internal sealed class LogprobsReader
{
    private readonly TokenOdds _odds = new();

    /// <summary>Reads the object.</summary>
    /// <returns>What pieces carry, good until the next call; or nothing.</returns>
    public ReadOnlySpan<byte> Read(ReadOnlySpan<byte> result)
    {
        _odds.Clear();
        var others = Member(result, "topCandidates"u8);
        if (!TryEnter(Member(result, "chosenCandidates"u8), out var tokens)) return default;
        var hasOthers = TryEnter(others, out var lists);
        while (tokens.Read() && tokens.TokenType == JsonTokenType.StartObject)
        {
            ReadOnlySpan<byte> token = default, logprob = default;
            ReadToken(ref tokens, ref token, ref logprob);
            hasOthers = hasOthers && lists.Read() && lists.TokenType == JsonTokenType.StartObject;
            var start = hasOthers ? (int)lists.TokenStartIndex : 0;
            if (hasOthers) lists.Skip();
            _odds.Begin(token, logprob, default);
            if (hasOthers) ReadOthers(Member(others[start..(int)lists.BytesConsumed], "candidates"u8));
            _odds.End();
        }
        return _odds.Close();
    }

    private void ReadOthers(ReadOnlySpan<byte> candidates)
    {
        if (!TryEnter(candidates, out var tokens)) return;
        while (tokens.Read() && tokens.TokenType == JsonTokenType.StartObject)
        {
            ReadOnlySpan<byte> token = default, logprob = default;
            ReadToken(ref tokens, ref token, ref logprob);
            _odds.Instead(token, logprob, default);
        }
    }

    private static void ReadToken(ref Utf8JsonReader reader, ref ReadOnlySpan<byte> token, ref ReadOnlySpan<byte> logprob)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isToken, isLogprob) = (reader.ValueTextEquals("token"u8), reader.ValueTextEquals("logProbability"u8));
            reader.Read();
            if (isToken && reader.TokenType == JsonTokenType.String) token = reader.ValueSpan;
            if (isLogprob && reader.TokenType == JsonTokenType.Number) logprob = reader.ValueSpan;
            reader.Skip();
        }
        // Nothing is as good as a certainty: Google's JSON leaves zeros out.
        if (logprob.IsEmpty) logprob = "0"u8;
    }

    private static bool TryEnter(ReadOnlySpan<byte> list, out Utf8JsonReader reader)
    {
        reader = new Utf8JsonReader(list, EventJson.Options);
        return !list.IsEmpty && reader.Read();
    }

    private static ReadOnlySpan<byte> Member(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> found = default;
        var reader = new Utf8JsonReader(json, EventJson.Options);
        if (json.IsEmpty || !reader.Read()) return found;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name)) found = EventJson.Value(ref reader, json, JsonTokenType.StartArray);
            else reader.SkipValue();
        }
        return found;
    }
}
