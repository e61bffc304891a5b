using System.Globalization;

namespace Weir.Dialects.Limits;

/// <summary>
/// What a provider's answer says of its limits, in headers as OpenAI, Azure and Anthropic write them (and all who followed them).
/// Made by giving it one header after the other; of a header that makes no sense nothing is kept.
/// </summary>
public struct ProviderLimits
{
    /// <summary>Requests.</summary>
    public LimitReading Requests { get; private set; }

    /// <summary>Tokens of input and output together.</summary>
    public LimitReading Tokens { get; private set; }

    /// <summary>Tokens of input.</summary>
    public LimitReading InputTokens { get; private set; }

    /// <summary>Tokens of output.</summary>
    public LimitReading OutputTokens { get; private set; }

    /// <summary>Whether anything was said.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Takes one header in.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <param name="value">Its value.</param>
    /// <param name="now">The time that resets are counted from, where they are times.</param>
    /// <returns>Whether it said something of a limit.</returns>
    public bool Take(ReadOnlySpan<char> name, string value, DateTimeOffset now)
    {
        if (!LimitHeader.TryRead(name, out var kind, out var aspect)) return false;
        var reading = Of(kind);
        if (aspect == LimitAspect.Reset)
        {
            if (ResetTime.Parse(value, now) is not { } reset) return false;
            reading = reading with { Reset = reset };
        }
        else
        {
            // Azure says -1 where it does not know.
            if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var amount)) return false;
            reading = aspect == LimitAspect.Limit ? reading with { Limit = amount } : reading with { Remaining = amount };
        }
        Set(kind, reading);
        IsKnown = true;
        return true;
    }

    /// <summary>What is said of one of them.</summary>
    public readonly LimitReading Of(LimitKind kind) => kind switch
    {
        LimitKind.Requests => Requests,
        LimitKind.Tokens => Tokens,
        LimitKind.InputTokens => InputTokens,
        _ => OutputTokens,
    };

    private void Set(LimitKind kind, LimitReading reading)
    {
        switch (kind)
        {
            case LimitKind.Requests: Requests = reading; break;
            case LimitKind.Tokens: Tokens = reading; break;
            case LimitKind.InputTokens: InputTokens = reading; break;
            default: OutputTokens = reading; break;
        }
    }
}
