using System.Text.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Anthropic;

/// <summary>Anthropic's counts as they come: first what went in, in the end what came out, each as a total so far.</summary>
internal struct UsageCounts
{
    /// <summary>No count reaches it, and no sum of counts overflows.</summary>
    private const long Most = 1L << 53;

    private long? _input;
    private long? _output;
    private long _cacheRead;
    private long _cacheWrite;
    private long _thinking;

    /// <summary>Whether any tokens were counted.</summary>
    public readonly bool IsKnown => _input is not null || _output is not null;

    /// <summary>The counts as Weir has them: what was cached is part of the input.</summary>
    public readonly TokenUsage Normalised => new((_input ?? 0) + _cacheRead + _cacheWrite, _output ?? 0, _cacheRead, _cacheWrite, _thinking);

    /// <summary>Takes the counts of the usage object that a reader stands on, and leaves the reader on its end; none of them when one makes no sense.</summary>
    public bool TryTake(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }
        long? input = null, output = null, read = null, write = null, thinking = null;
        var good = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("input_tokens"u8)) good &= Count(ref reader, ref input);
            else if (reader.ValueTextEquals("output_tokens"u8)) good &= Count(ref reader, ref output);
            else if (reader.ValueTextEquals("cache_read_input_tokens"u8)) good &= Count(ref reader, ref read);
            else if (reader.ValueTextEquals("cache_creation_input_tokens"u8)) good &= Count(ref reader, ref write);
            else if (reader.ValueTextEquals("output_tokens_details"u8)) good &= Details(ref reader, ref thinking);
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
        if (!good || (input ?? output ?? read ?? write) is null) return false;
        // The last word holds, but a zero in it is a count that was left out: what went in does not become nothing.
        if (input is > 0 || _input is null) _input = input ?? _input;
        if (read is > 0) _cacheRead = read.Value;
        if (write is > 0) _cacheWrite = write.Value;
        _output = output ?? _output;
        _thinking = thinking ?? _thinking;
        return true;
    }

    private static bool Details(ref Utf8JsonReader reader, ref long? thinking)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return reader.TokenType == JsonTokenType.Null;
        }
        var good = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("thinking_tokens"u8)) good &= Count(ref reader, ref thinking);
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
        return good;
    }

    private static bool Count(ref Utf8JsonReader reader, ref long? count)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return true;
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value) && value is >= 0 and < Most)
        {
            count = value;
            return true;
        }
        reader.Skip();
        return false;
    }
}
