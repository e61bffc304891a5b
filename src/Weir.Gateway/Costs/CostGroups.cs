using System.Runtime.InteropServices;
using System.Text;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Costs;

/// <summary>The lines of a report while they are added up, by their values. SQLite would sort all rows for that, on disk: that is most of its time.</summary>
/// <param name="dimensions">How many values each has; they are the first columns of a row.</param>
/// <param name="hasDetails">Whether the source tells origins and results apart.</param>
internal sealed class CostGroups(int dimensions, bool hasDetails)
{
    /// <summary>Two characters in front of each value say how long it is, so that no two lists of values have one key.</summary>
    private const int LengthSize = 2;

    private readonly Dictionary<string, CostGroup> _groups = new(StringComparer.Ordinal);
    private char[] _key = new char[256];

    public int Count => _groups.Count;

    /// <summary>All of them together.</summary>
    public CostTotals Total
    {
        get
        {
            var total = new CostGroup(hasDetails);
            foreach (var group in _groups.Values) total.Add(group);
            return total.Totals;
        }
    }

    /// <summary>Adds the row that a statement stands at.</summary>
    public void Add(Statement row)
    {
        var length = 0;
        for (var at = 0; at < dimensions; at++)
        {
            var value = row.NextSpan();
            if (_key.Length < length + LengthSize + value.Length) Array.Resize(ref _key, 2 * (length + LengthSize + value.Length));
            var characters = Encoding.UTF8.GetChars(value, _key.AsSpan(length + LengthSize));
            (_key[length], _key[length + 1]) = ((char)(characters >> 16), (char)characters);
            length += LengthSize + characters;
        }
        ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups.GetAlternateLookup<ReadOnlySpan<char>>(), _key.AsSpan(0, length), out _);
        (group ??= new CostGroup(hasDetails)).Add(row);
    }

    /// <summary>Adds those of another stretch of time.</summary>
    public void Add(CostGroups others)
    {
        foreach (var (key, other) in others._groups)
        {
            ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, key, out var exists);
            if (exists) group!.Add(other);
            else group = other;
        }
    }

    /// <summary>All of them in order.</summary>
    public CostRanking Rank(CostSort sort) => new(_groups, dimensions, sort);

    /// <summary>Takes the next value off the front of a key.</summary>
    public static ReadOnlySpan<char> NextValue(ref ReadOnlySpan<char> key)
    {
        var length = (key[0] << 16) | key[1];
        var value = key.Slice(LengthSize, length);
        key = key[(LengthSize + length)..];
        return value;
    }
}
