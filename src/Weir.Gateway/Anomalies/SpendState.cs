using Weir.Statistics;

namespace Weir.Gateway.Anomalies;

/// <summary>
/// What is known of one subject's spending, and whether it is unusual now. It is made anew from the hours of the last weeks at
/// any time, so that nothing of it has to be kept. For one thread at a time.
/// </summary>
internal sealed class SpendState(SpendRules rules)
{
    /// <summary>Less than so many times what is usual is nobody's concern, however regular the subject is.</summary>
    private const double LeastRatio = 1.75;

    /// <summary>So many times what is usual is found at once, however irregular the subject is.</summary>
    private const double JumpRatio = 5;

    /// <summary>So many standard deviations in one hour are found at once.</summary>
    private const double JumpDeviation = 6;

    /// <summary>Without a rhythm it takes so many times the most there ever was.</summary>
    private const double PeakRatio = 3;

    /// <summary>Who spends in less than a fifth of all hours has no rhythm.</summary>
    private const double LeastShare = 0.2;

    /// <summary>Hours after which a rhythm is known: a week.</summary>
    private const int Young = 7 * 24;

    /// <summary>Hours in a row that are usual again, until it is over.</summary>
    private const int Calm = 2;

    /// <summary>Hours after which what was unusual is what is usual now: a week.</summary>
    public const int Longest = 7 * 24;

    private readonly SeasonalBaseline _baseline = new(rules.Floor / 10);
    private readonly Cusum _sum = new();
    private int _calm;

    /// <summary>Since which hour spending is unusual; null while it is not.</summary>
    public long? Since { get; private set; }

    /// <summary>The last hour that was taken in; -1 when there is none.</summary>
    public long Last => _baseline.Series.Last;

    /// <summary>Takes in an hour of the past, of which it is known whether it was usual.</summary>
    public void Learn(long hour, double value, bool isUnusual) => _baseline.Add(hour, value, isUnusual, rules.Zone);

    /// <summary>Goes on with what was unusual before a restart.</summary>
    public void Resume(long since) => Since = since;

    /// <summary>Takes in an hour that is over.</summary>
    /// <param name="hour">Later than <see cref="Last"/>.</param>
    /// <param name="value">US dollars.</param>
    /// <returns>What is unusual, when that begins with this hour; else null.</returns>
    public SpendFinding? Close(long hour, double value)
    {
        // What is below the floor is not looked at any closer: that is almost everybody, almost always.
        var expected = value >= rules.Floor ? Rhythm(hour) : null;
        SpendFinding? found = null;
        if (Since is null)
        {
            _sum.Add(expected?.DeviationOf(value) ?? 0);
            found = Judge(hour, value, expected, isWhole: true);
            if (found is not null) Begin(hour);
        }
        else
        {
            GoOn(hour, value, expected);
        }
        _baseline.Add(hour, value, Since is not null, rules.Zone);
        return found;
    }

    /// <summary>Looks at the hour that is under way. What was spent in a part of it is compared with what is usual for all of it.</summary>
    /// <param name="hour">Later than <see cref="Last"/>.</param>
    /// <param name="soFar">US dollars.</param>
    /// <returns>What is unusual, when that begins with this hour; else null.</returns>
    public SpendFinding? Look(long hour, double soFar)
    {
        if (Since is not null || soFar < rules.Floor || Judge(hour, soFar, Rhythm(hour), isWhole: false) is not { } found) return null;
        Begin(hour);
        return found;
    }

    /// <summary>What is usual for an hour; null without a rhythm.</summary>
    private Expectation? Rhythm(long hour)
    {
        var series = _baseline.Series;
        return series.First >= 0 && hour - series.First >= Young && series.ShareAbove(rules.Floor / 10) >= LeastShare ? _baseline.Expect(hour, rules.Zone) : null;
    }

    private SpendFinding? Judge(long hour, double value, Expectation? expected, bool isWhole)
    {
        if (value < rules.Floor) return null;
        if (expected is not { } rhythm) return JudgePeak(hour, value);
        var usual = rhythm.Usual;
        if (value < usual * LeastRatio) return null;
        if (value > usual * JumpRatio || rhythm.DeviationOf(value) > JumpDeviation) return new SpendFinding(hour, SpendReason.Jump, value, usual);
        return isWhole && _sum.IsAlarm ? new SpendFinding(hour, SpendReason.Rise, value, usual) : null;
    }

    private SpendFinding? JudgePeak(long hour, double value)
    {
        var series = _baseline.Series;
        var isYoung = series.First < 0 || hour - series.First < Young;
        var highest = series.Highest();
        return value >= (isYoung ? rules.NewFloor : rules.Floor) && value > highest * PeakRatio ? new SpendFinding(hour, SpendReason.Peak, value, highest) : null;
    }

    private void Begin(long hour)
    {
        (Since, _calm) = (hour, 0);
        _sum.Reset();
    }

    private void GoOn(long hour, double value, Expectation? expected)
    {
        var usual = expected?.Usual ?? _baseline.Series.HighestUsual();
        _calm = value < Math.Max(rules.Floor, usual * LeastRatio) ? _calm + 1 : 0;
        var isAccepted = hour - Since >= Longest;
        if (isAccepted) _baseline.Series.Accept();
        if (_calm >= Calm || isAccepted) Since = null;
    }
}
