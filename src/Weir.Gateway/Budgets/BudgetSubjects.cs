using System.Collections.Immutable;

namespace Weir.Gateway.Budgets;

/// <summary>Names the counters of a budget that has one for each value of something.</summary>
internal static class BudgetSubjects
{
    /// <summary>The counter of budgets that have one only, and of calls that do not say what others say.</summary>
    public const string None = "";

    private const char Between = '/';

    /// <summary>Gathers the counters that a spender's calls count in: several where they have several tags.</summary>
    public static void Of(ImmutableArray<BudgetDimension> each, in Spender spender, ref Gathered<string> subjects)
    {
        if (each.Length == 0) subjects.Add(None);
        else if (!each.Contains(BudgetDimension.Tag)) subjects.Add(Of(each, spender, null));
        else OfTags(each, spender, ref subjects);
    }

    private static void OfTags(ImmutableArray<BudgetDimension> each, in Spender spender, ref Gathered<string> subjects)
    {
        var first = subjects.All.Length;
        foreach (var part in spender.Tags.AsSpan().Split(','))
        {
            var tag = spender.Tags.AsSpan()[part].Trim();
            if (tag.IsEmpty) continue;
            var subject = Of(each, spender, tag.ToString());
            // A tag that is written twice is not paid for twice.
            if (!subjects.All[first..].Contains(subject)) subjects.Add(subject);
            if (subjects.All.Length - first == Spender.MostTags) return;
        }
        if (subjects.All.Length == first) subjects.Add(Of(each, spender, null));
    }

    /// <summary>One value as it is, so that nothing is made for it; several so that no two lists of values have the same text.</summary>
    private static string Of(ImmutableArray<BudgetDimension> each, in Spender spender, string? tag)
    {
        if (each.Length == 1) return (tag ?? ValueOf(each[0], spender)) ?? None;
        var values = new string[each.Length];
        for (var i = 0; i < values.Length; i++) values[i] = Escaped((each[i] == BudgetDimension.Tag ? tag : ValueOf(each[i], spender)) ?? None);
        return string.Join(Between, values);
    }

    private static string? ValueOf(BudgetDimension dimension, in Spender spender) => dimension == BudgetDimension.Tag ? null : spender.In(dimension);

    private static string Escaped(string value) => value.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);
}
