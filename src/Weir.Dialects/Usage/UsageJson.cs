using System.Text.Json;

namespace Weir.Dialects.Usage;

/// <summary>What reading a usage object is in every dialect: a count that makes no sense is not believed, and neither is the rest then.</summary>
internal static class UsageJson
{
    /// <summary>No count reaches it, and no sum of counts overflows.</summary>
    private const long Most = 1L << 53;

    /// <summary>Reads the usage object that a reader stands on, and leaves the reader on its end.</summary>
    public delegate bool ObjectReader(ref Utf8JsonReader reader, out TokenUsage usage);

    /// <summary>Reads a usage object by itself; one that is not JSON is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, ObjectReader read, out TokenUsage usage)
    {
        usage = default;
        // Most events of some providers have none, and an exception for each would cost more than all the rest.
        if (json.IsEmpty) return false;
        try
        {
            var reader = new Utf8JsonReader(json);
            return reader.Read() && read(ref reader, out usage);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The latter comes from names with an escaped half of a surrogate pair.
            usage = default;
            return false;
        }
    }

    /// <summary>Whether a reader stands on an object, whose members come next; it steps over anything else.</summary>
    public static bool Enter(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject) return true;
        reader.Skip();
        return false;
    }

    /// <summary>Steps on to the next member's name; false at the object's end.</summary>
    public static bool Next(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Reads the object of finer counts that follows a name.</summary>
    /// <returns>Whether its members come next.</returns>
    /// <param name="reader">Stands on the name.</param>
    /// <param name="good">False from now on when there is something else than an object or null.</param>
    public static bool Enter(ref Utf8JsonReader reader, ref bool good)
    {
        reader.Read();
        if (Enter(ref reader)) return true;
        good &= reader.TokenType == JsonTokenType.Null;
        return false;
    }

    /// <summary>Reads the count that follows a name; null leaves it as it is.</summary>
    /// <returns>False when it is negative, fractional, 2^53 or more, or no number.</returns>
    public static bool Count(ref Utf8JsonReader reader, ref long count)
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
