using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Usage;

/// <summary>Which members a provider's usage object has. All providers' are read in this one way: a count that makes no sense is not believed, and neither is the rest then.</summary>
internal sealed class UsageShape(params UsageMember[] members)
{
    /// <summary>What a provider's numbers come to; null when they do not say what was used.</summary>
    public delegate TokenUsage? Normalising(ref UsageSlots slots);

    /// <summary>Reads a usage object by itself; one that is not JSON is none.</summary>
    public bool TryRead(ReadOnlySpan<byte> json, Normalising normalise, out TokenUsage usage)
    {
        usage = default;
        // Most events of some providers have none, and an exception for each would cost more than all the rest.
        if (json.IsEmpty) return false;
        try
        {
            var reader = new Utf8JsonReader(json);
            return reader.Read() && TryRead(ref reader, normalise, out usage);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The latter comes from names with an escaped half of a surrogate pair.
            usage = default;
            return false;
        }
    }

    /// <summary>Reads the usage object that a reader stands on, and leaves the reader on its end.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public bool TryRead(ref Utf8JsonReader reader, Normalising normalise, out TokenUsage usage)
    {
        var slots = default(UsageSlots);
        var read = TryRead(ref reader, ref slots) ? normalise(ref slots) : null;
        usage = read ?? default;
        return read is not null;
    }

    /// <summary>Reads the numbers of the object that a reader stands on, and leaves the reader on its end.</summary>
    /// <returns>False when it is no object, or one of its numbers makes no sense.</returns>
    public bool TryRead(ref Utf8JsonReader reader, ref UsageSlots slots)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }
        var good = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Find(ref reader) is not { } member) reader.SkipValue();
            else if (reader.Read() && reader.TokenType != JsonTokenType.Null) good &= member.Read(ref reader, ref slots);
        }
        return good;
    }

    private UsageMember? Find(ref Utf8JsonReader reader)
    {
        foreach (var member in members)
            if (reader.ValueTextEquals(member.Name)) return member;
        return null;
    }
}
