using System.Net;
using Weir.Dialects.Errors;
using Weir.Gateway.Upstream;
using Weir.Testing;

namespace Weir.Gateway.Tests.Upstream;

public sealed class RetryAfterTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 21, 3, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("2", 2.0)]
    [InlineData("0", 0.0)]
    [InlineData("2.5", 2.5)]
    [InlineData("Sat, 21 Nov 2026 03:00:07 GMT", 7.0)]
    [InlineData("2026-11-21T03:00:07Z", 7.0)]
    [InlineData("Sat, 21 Nov 2026 02:59:00 GMT", 0.0)]
    [InlineData("Thu, 01 Jan 2099 00:00:00 GMT", 86_400.0)]
    [InlineData("99999999999999999999", 86_400.0)]
    [InlineData("Infinity", 86_400.0)]
    [InlineData("-1", null)]
    [InlineData("NaN", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    public void It_is_seconds_or_a_date(string value, double? seconds) => Of(503, ("retry-after", value)).ShouldBe(seconds);

    [Fact]
    public void Milliseconds_are_more_exact() => Of(429, ("retry-after", "2"), ("retry-after-ms", "1250")).ShouldBe(1.25);

    [Theory]
    [InlineData("-5")]
    [InlineData("x")]
    public void Milliseconds_that_make_no_sense_are_passed_over(string value) => Of(429, ("retry-after", "2"), ("retry-after-ms", value)).ShouldBe(2);

    [Fact]
    public void The_last_limit_that_is_used_up_counts() => Of(
        429,
        ("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "20ms"),
        ("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "6m0s")).ShouldBe(360);

    [Fact]
    public void A_limit_that_is_not_used_up_says_nothing() =>
        Of(429, ("x-ratelimit-remaining-tokens", "150"), ("x-ratelimit-reset-tokens", "6m0s")).ShouldBeNull();

    [Theory]
    [InlineData("1795230030", 30.0)]
    [InlineData("1795230030000", 30.0)]
    [InlineData("30", 30.0)]
    [InlineData("1", 1.0)]
    [InlineData("99999999999999999", null)]
    public void A_reset_may_be_a_time(string reset, double? seconds) => Of(429, ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", reset)).ShouldBe(seconds);

    [Fact]
    public void Limits_are_asked_only_of_those_who_refuse_by_them() => Of(500, ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "30")).ShouldBeNull();

    [Fact]
    public void The_error_itself_may_say()
    {
        using var response = new HttpResponseMessage();
        var error = new ProviderError(ErrorKind.RateLimit, "m", null, null) { RetryAfter = TimeSpan.FromSeconds(34.5) };
        RetryAfter.Of(response.Headers, 429, error, _time).ShouldBe(TimeSpan.FromSeconds(34.5));
        RetryAfter.Of(error with { RetryAfter = TimeSpan.FromDays(400) }).ShouldBe(TimeSpan.FromDays(1));
    }

    private double? Of(int status, params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        foreach (var (name, value) in headers) response.Headers.TryAddWithoutValidation(name, value);
        return RetryAfter.Of(response.Headers, status, null, _time)?.TotalSeconds;
    }
}
