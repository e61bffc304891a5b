using System.Text.Json;
using Weir.Dialects.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Anthropic;

/// <summary>Anthropic's counts as they come: first what went in, in the end what came out, each as a total so far.</summary>
internal struct UsageCounts
{
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
        if (!UsageJson.Enter(ref reader)) return false;
        long? input = null, output = null, read = null, write = null, thinking = null;
        var good = true;
        while (UsageJson.Next(ref reader))
        {
            if (reader.ValueTextEquals("input_tokens"u8)) good &= Count(ref reader, ref input);
            else if (reader.ValueTextEquals("output_tokens"u8)) good &= Count(ref reader, ref output);
            else if (reader.ValueTextEquals("cache_read_input_tokens"u8)) good &= Count(ref reader, ref read);
            else if (reader.ValueTextEquals("cache_creation_input_tokens"u8)) good &= Count(ref reader, ref write);
            else if (reader.ValueTextEquals("output_tokens_details"u8)) good &= Details(ref reader, ref thinking);
            else reader.SkipValue();
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
        var good = true;
        if (!UsageJson.Enter(ref reader, ref good)) return good;
        while (UsageJson.Next(ref reader))
        {
            if (reader.ValueTextEquals("thinking_tokens"u8)) good &= Count(ref reader, ref thinking);
            else reader.SkipValue();
        }
        return good;
    }

    /// <summary>A count that may be left out, which is not the same as none.</summary>
    private static bool Count(ref Utf8JsonReader reader, ref long? count)
    {
        var value = count ?? -1;
        var good = UsageJson.Count(ref reader, ref value);
        if (value >= 0) count = value;
        return good;
    }
}
