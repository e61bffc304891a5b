using Weir.Dialects;
using Weir.Dialects.Limits;
using Weir.Gateway.Translation;
using Weir.Testing;

namespace Weir.Gateway.Tests.Translation;

public sealed class RateLimitHeadersTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("anthropic-ratelimit-requests-limit", "1000", Dialect.Chat, "x-ratelimit-limit-requests", "1000")]
    [InlineData("anthropic-ratelimit-tokens-remaining", "7", Dialect.Responses, "x-ratelimit-remaining-tokens", "7")]
    [InlineData("anthropic-ratelimit-input-tokens-limit", "5", Dialect.Chat, "x-ratelimit-limit-input-tokens", "5")]
    [InlineData("anthropic-ratelimit-tokens-reset", "2026-11-21T12:06:00Z", Dialect.Chat, "x-ratelimit-reset-tokens", "6m0s")]
    [InlineData("anthropic-ratelimit-tokens-reset", "2026-11-21T11:00:00Z", Dialect.Chat, "x-ratelimit-reset-tokens", "0ms")]
    [InlineData("X-RateLimit-Limit-Requests", "60", Dialect.Messages, "anthropic-ratelimit-requests-limit", "60")]
    [InlineData("x-ratelimit-reset-requests", "1m30.5s", Dialect.Messages, "anthropic-ratelimit-requests-reset", "2026-11-21T12:01:31Z")]
    [InlineData("x-ratelimit-reset-requests", "12ms", Dialect.Chat, "x-ratelimit-reset-requests", "12ms")]
    [InlineData("retry-after", "3", Dialect.Gemini, "retry-after", "3")]
    [InlineData("x-should-retry", "false", Dialect.Messages, "x-should-retry", "false")]
    public void Each_dialect_is_told_in_its_own_words(string header, string value, Dialect client, string name, string said)
    {
        RateLimitHeaders.TryTranslate(header, value, client, new FakeTimeProvider(Now), out var translated, out var told).ShouldBeTrue();
        (translated, told).ShouldBe((name, said));
    }

    [Theory]
    [InlineData("anthropic-ratelimit-requests-limit", "1", Dialect.Gemini)]
    [InlineData("x-ratelimit-reset-requests", "soon", Dialect.Messages)]
    [InlineData("x-ratelimit-reset-requests", "", Dialect.Messages)]
    [InlineData("openai-version", "2020-10-01", Dialect.Messages)]
    [InlineData("content-type", "text/event-stream", Dialect.Messages)]
    [InlineData("x-ratelimit-limit-dreams", "1", Dialect.Messages)]
    public void What_it_has_no_word_for_stays_behind(string header, string value, Dialect client) =>
        RateLimitHeaders.TryTranslate(header, value, client, new FakeTimeProvider(Now), out _, out _).ShouldBeFalse();

    [Theory]
    [InlineData(0, "0ms")]
    [InlineData(12, "12ms")]
    [InlineData(1_500, "1.5s")]
    [InlineData(360_000, "6m0s")]
    [InlineData(3_723_000, "1h2m3s")]
    [InlineData(90_000_000, "25h0m0s")]
    public void Durations_are_written_and_read_as_Go_does(int milliseconds, string text)
    {
        ResetTime.WriteGo(TimeSpan.FromMilliseconds(milliseconds)).ShouldBe(text);
        ResetTime.ParseGo(text).ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
    }
}
