using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Weir.Gateway.Telemetry.Prometheus;

/// <summary>
/// A set of labels in the order they were recorded: an instrument is always recorded by the same line of code, so its
/// labels come in one order. Names are compared but not hashed: within an instrument they hardly differ.
/// </summary>
internal static class SeriesKey
{
    public static int Hash(ReadOnlySpan<Tag> tags)
    {
        var hash = tags.Length;
        foreach (ref readonly var tag in tags) hash = (hash * 31) + (IsAbsent(tag.Value) ? 0 : tag.Value!.GetHashCode());
        return hash ^ (hash >>> 15);
    }

    public static bool Same(ReadOnlySpan<Tag> one, ReadOnlySpan<Tag> other)
    {
        if (one.Length != other.Length) return false;
        for (var i = 0; i < one.Length; i++)
        {
            if (one[i].Key != other[i].Key) return false;
            if (!SameValue(one[i].Value, other[i].Value)) return false;
        }

        return true;
    }

    private static bool SameValue(object? one, object? other) =>
        ReferenceEquals(one, other) || (IsAbsent(one) ? IsAbsent(other) : one!.Equals(other));

    // Prometheus does not tell an empty label from an absent one, and two lines for the same series fail the whole scrape.
    private static bool IsAbsent(object? value) => value is null or "";
}
