using Weir.Dialects.Limits;

namespace Weir.Dialects.Tests.Limits;

public sealed class ProviderLimitsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void OpenAI_says_how_long_it_takes()
    {
        var limits = Read(
            ("x-ratelimit-limit-requests", "60"), ("x-ratelimit-limit-tokens", "150000"), ("x-ratelimit-remaining-requests", "59"),
            ("x-ratelimit-remaining-tokens", "149984"), ("x-ratelimit-reset-requests", "1s"), ("x-ratelimit-reset-tokens", "6m0s"));

        limits.Requests.ShouldBe(new LimitReading(60, 59, TimeSpan.FromSeconds(1)));
        limits.Tokens.ShouldBe(new LimitReading(150_000, 149_984, TimeSpan.FromMinutes(6)));
        limits.InputTokens.ShouldBe(default);
    }

    [Fact]
    public void Azure_may_say_what_is_left_and_no_more()
    {
        var limits = Read(("x-ratelimit-remaining-requests", "7"), ("x-ratelimit-remaining-tokens", "-1"), ("x-ratelimit-reset-tokens", "12"));

        limits.Requests.ShouldBe(new LimitReading(null, 7, null));
        limits.Tokens.ShouldBe(new LimitReading(null, null, TimeSpan.FromSeconds(12)));
    }

    [Fact]
    public void Anthropic_says_when_it_is()
    {
        var limits = Read(
            ("anthropic-ratelimit-requests-limit", "50"), ("anthropic-ratelimit-requests-remaining", "49"), ("anthropic-ratelimit-requests-reset", "2026-03-01T12:00:02Z"),
            ("anthropic-ratelimit-input-tokens-limit", "30000"), ("anthropic-ratelimit-input-tokens-remaining", "29000"), ("Anthropic-RateLimit-Input-Tokens-Reset", "2026-03-01T12:00:30Z"),
            ("anthropic-ratelimit-output-tokens-remaining", "8000"), ("anthropic-ratelimit-tokens-reset", "2026-03-01T11:00:00Z"));

        limits.Requests.ShouldBe(new LimitReading(50, 49, TimeSpan.FromSeconds(2)));
        limits.InputTokens.ShouldBe(new LimitReading(30_000, 29_000, TimeSpan.FromSeconds(30)));
        limits.OutputTokens.ShouldBe(new LimitReading(null, 8000, null));
        limits.Tokens.Reset.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("content-type", "application/json")]
    [InlineData("x-ratelimit-limit", "60")]
    [InlineData("x-ratelimit-limit-images", "60")]
    [InlineData("x-ratelimit-limit-requests", "many")]
    [InlineData("x-ratelimit-limit-requests", "99999999999999999999")]
    [InlineData("x-ratelimit-reset-requests", "soon")]
    [InlineData("anthropic-ratelimit-unified-status", "allowed")]
    [InlineData("anthropic-ratelimit-", "1")]
    [InlineData("anthropic-priority-input-tokens-limit", "1")]
    public void What_makes_no_sense_is_passed_over(string name, string value)
    {
        var limits = default(ProviderLimits);

        limits.Take(name, value, Now).ShouldBeFalse();
        limits.IsKnown.ShouldBeFalse();
    }

    [Fact]
    public void Names_are_read_as_they_are_written()
    {
        foreach (var dialect in (ReadOnlySpan<Dialect>)[Dialect.Chat, Dialect.Responses, Dialect.Messages])
        {
            foreach (var kind in Enum.GetValues<LimitKind>())
            {
                foreach (var aspect in Enum.GetValues<LimitAspect>())
                {
                    LimitHeader.TryRead(LimitHeader.NameIn(dialect, kind, aspect), out var readKind, out var readAspect).ShouldBeTrue();
                    (readKind, readAspect).ShouldBe((kind, aspect));
                }
            }
        }
        LimitHeader.NameIn(Dialect.Gemini, LimitKind.Requests, LimitAspect.Limit).ShouldBeNull();
        LimitHeader.NameIn(Dialect.Messages, LimitKind.InputTokens, LimitAspect.Reset).ShouldBe("anthropic-ratelimit-input-tokens-reset");
        LimitHeader.NameIn(Dialect.Chat, LimitKind.Tokens, LimitAspect.Remaining).ShouldBe("x-ratelimit-remaining-tokens");
    }

    private static ProviderLimits Read(params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var limits = default(ProviderLimits);
        foreach (var (name, value) in headers) limits.Take(name, value, Now);
        limits.IsKnown.ShouldBeTrue();
        return limits;
    }
}
