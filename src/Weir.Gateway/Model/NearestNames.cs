namespace Weir.Gateway.Model;

/// <summary>Finds the names that somebody who mistyped one probably meant.</summary>
internal static class NearestNames
{
    private const int Most = 3;
    private const int LongestCompared = 128;

    /// <summary>Fewer letters begin too many names to mean any of them.</summary>
    private const int ShortestBeginning = 3;

    /// <summary>The names closest to a mistyped one, best first, three at most; none when nothing is close.</summary>
    /// <param name="wanted">What was asked for.</param>
    /// <param name="known">The names that exist.</param>
    public static IReadOnlyList<string> Of(string wanted, IEnumerable<string> known)
    {
        if (wanted.Length > LongestCompared) return [];
        // A third of the letters may be wrong, and "gpt-4o" should find "gpt-4o-mini".
        var tolerance = Math.Max(1, wanted.Length / 3);
        return
        [
            .. known
                .Select(name => (name, distance: Distance(wanted, name)))
                .Where(pair => (pair.distance <= tolerance && pair.distance < Math.Max(wanted.Length, pair.name.Length)) || (wanted.Length >= ShortestBeginning && pair.name.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)))
                .OrderBy(pair => pair.distance)
                .ThenBy(pair => pair.name, StringComparer.Ordinal)
                .Take(Most)
                .Select(pair => pair.name),
        ];
    }

    /// <summary>Optimal string alignment distance (Damerau-Levenshtein without overlaps), letters compared without case.</summary>
    private static int Distance(string left, string right)
    {
        if (right.Length > LongestCompared) return int.MaxValue;
        Span<int> rows = stackalloc int[3 * (right.Length + 1)];
        var width = right.Length + 1;
        var beforeLast = rows[..width];
        var last = rows[width..(2 * width)];
        var current = rows[(2 * width)..];
        for (var j = 0; j <= right.Length; j++) last[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitution = last[j - 1] + (Same(left[i - 1], right[j - 1]) ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
            }
            var free = beforeLast;
            beforeLast = last;
            last = current;
            current = free;
        }
        return last[right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
