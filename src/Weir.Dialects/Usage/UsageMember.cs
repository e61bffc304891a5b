using System.Text;
using System.Text.Json;

namespace Weir.Dialects.Usage;

/// <summary>A member of a usage object, and how it is read.</summary>
internal sealed class UsageMember
{
    /// <summary>No count reaches it, and no sum of counts overflows.</summary>
    private const long Most = 1L << 53;

    private UsageMember(string name, Reading read) => (Name, Read) = (Encoding.UTF8.GetBytes(name), read);

    /// <summary>Reads the value that a reader stands on, and leaves the reader on its end.</summary>
    /// <returns>False when it makes no sense, and so the whole usage is not to be believed.</returns>
    public delegate bool Reading(ref Utf8JsonReader reader, ref UsageSlots slots);

    public byte[] Name { get; }

    /// <summary>Never called for null, which states nothing.</summary>
    public Reading Read { get; }

    /// <summary>A count of its own.</summary>
    public static UsageMember Count(string name, UsageSlot slot) => new(name, (ref reader, ref slots) => TryCount(ref reader, ref slots, slot));

    /// <summary>An object of finer counts.</summary>
    public static UsageMember Within(string name, params UsageMember[] members)
    {
        var shape = new UsageShape(members);
        return new UsageMember(name, (ref reader, ref slots) => reader.TokenType == JsonTokenType.StartObject ? shape.TryRead(ref reader, ref slots) : Step(ref reader, false));
    }

    /// <summary>A list of objects.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="item">Reads each; whatever is no object is passed over.</param>
    public static UsageMember List(string name, Reading item) => new(name, (ref reader, ref slots) =>
    {
        if (reader.TokenType != JsonTokenType.StartArray) return Step(ref reader, false);
        var good = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) good &= reader.TokenType == JsonTokenType.StartObject ? item(ref reader, ref slots) : Step(ref reader, true);
        return good;
    });

    /// <summary>The service tier, in the provider's word.</summary>
    public static UsageMember Tier(string name) => new(name, static (ref reader, ref slots) =>
    {
        if (ServiceTiers.Read(ref reader) is var tier and not ServiceTier.Unstated) slots[UsageSlot.Tier] = (long)tier;
        return true;
    });

    /// <summary>Seconds, with a fraction where the provider likes; what is no number is not stated.</summary>
    public static UsageMember Seconds(string name) => new(name, static (ref reader, ref slots) =>
    {
        if (reader.TokenType != JsonTokenType.Number) return Step(ref reader, true);
        if (!reader.TryGetDecimal(out var seconds) || seconds is < 0 or > 1_000_000_000) return false;
        slots[UsageSlot.AudioMicros] = (long)(seconds * 1_000_000);
        return true;
    });

    /// <summary>What the provider charges.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="unit">US dollars to the unit that it is stated in.</param>
    public static UsageMember Cost(string name, decimal unit) => new(name, (ref reader, ref slots) =>
    {
        if (reader.TokenType != JsonTokenType.Number) return Step(ref reader, true);
        if (!reader.TryGetDecimal(out var cost) || cost is < 0 or > Most) return false;
        slots.StatedCost = cost * unit;
        return true;
    });

    /// <summary>Anything else.</summary>
    public static UsageMember Special(string name, Reading read) => new(name, read);

    private static bool TryCount(ref Utf8JsonReader reader, ref UsageSlots slots, UsageSlot slot)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var value) || value is < 0 or >= Most) return Step(ref reader, false);
        slots[slot] = value;
        return true;
    }

    /// <summary>Steps over a value.</summary>
    private static bool Step(ref Utf8JsonReader reader, bool good)
    {
        reader.Skip();
        return good;
    }
}
