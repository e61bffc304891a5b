using Weir.Dialects.Limits;

namespace Weir.Gateway.Limits;

/// <summary>What a caller is told of limits: of each kind the one that least is left of.</summary>
internal struct LimitFigures
{
    private LimitReading _requests;
    private LimitReading _tokens;
    private LimitReading _input;
    private LimitReading _output;

    /// <summary>What is left of one kind; nothing where it is not limited.</summary>
    public readonly LimitReading Of(LimitKind kind) => kind switch
    {
        LimitKind.Requests => _requests,
        LimitKind.Tokens => _tokens,
        LimitKind.InputTokens => _input,
        _ => _output,
    };

    /// <summary>Takes a window in.</summary>
    public void Take(LimitUnit unit, RateWindow window, Moment now)
    {
        var reading = new LimitReading(window.Limit, window.Remaining(now), window.ResetIn(now));
        switch (unit)
        {
            case LimitUnit.Requests: Tighten(ref _requests, reading); break;
            case LimitUnit.Tokens: Tighten(ref _tokens, reading); break;
            case LimitUnit.InputTokens: Tighten(ref _input, reading); break;
            case LimitUnit.OutputTokens: Tighten(ref _output, reading); break;
            default: break;
        }
    }

    /// <summary>Of two of which as much is left, the one counts that is longer in coming back.</summary>
    private static void Tighten(ref LimitReading tightest, in LimitReading other)
    {
        if (tightest.Remaining is not { } left || other.Remaining < left || (other.Remaining == left && other.Reset > tightest.Reset)) tightest = other;
    }
}
