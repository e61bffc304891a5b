using System.Collections.Immutable;

namespace Weir.Gateway.Limits;

/// <summary>Whose limits they are: of a limit that has some for each value of something, those of one value.</summary>
/// <param name="Counter">The limit's <see cref="RateLimitModel.Counter"/>.</param>
/// <param name="First">The first value, or empty.</param>
/// <param name="Rest">The others, or empty. Two texts and not one: most limits have two at most, and nothing has to be made for them.</param>
internal readonly record struct LimitSubject(string Counter, string First, string Rest)
{
    private const char Between = '/';

    /// <summary>The subject that a caller is for a limit.</summary>
    public static LimitSubject Of(RateLimitModel limit, in Caller caller)
    {
        var each = limit.Each;
        return each.Length switch
        {
            0 => new LimitSubject(limit.Counter, "", ""),
            1 => new LimitSubject(limit.Counter, caller.In(each[0]) ?? "", ""),
            2 => new LimitSubject(limit.Counter, caller.In(each[0]) ?? "", caller.In(each[1]) ?? ""),
            _ => new LimitSubject(limit.Counter, caller.In(each[0]) ?? "", Joined(each, caller)),
        };
    }

    /// <summary>The values as people read them; empty for a limit that all have together.</summary>
    public override string ToString() => Rest.Length == 0 ? First : $"{First}{Between}{Rest}";

    private static string Joined(ImmutableArray<LimitDimension> each, in Caller caller)
    {
        var values = new string[each.Length - 1];
        for (var i = 0; i < values.Length; i++) values[i] = Escaped(caller.In(each[i + 1]) ?? "");
        return string.Join(Between, values);
    }

    private static string Escaped(string value) => value.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);
}
