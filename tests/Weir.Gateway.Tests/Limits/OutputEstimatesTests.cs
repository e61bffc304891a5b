using Weir.Gateway.Limits;

namespace Weir.Gateway.Tests.Limits;

public sealed class OutputEstimatesTests
{
    private readonly OutputEstimates _estimates = new();

    [Fact]
    public void Nothing_is_known_at_first() => _estimates.Expected("acme", "fast", null).ShouldBe(OutputEstimates.Unknown);

    [Fact]
    public void No_answer_is_longer_than_the_client_allows() => _estimates.Expected("acme", "fast", 5).ShouldBe(5);

    [Fact]
    public void Answers_are_expected_to_be_as_long_as_the_last_were_on_average()
    {
        foreach (var tokens in (ReadOnlySpan<long>)[100, 200, 300]) _estimates.Learn("acme", "fast", tokens);
        _estimates.Expected("acme", "fast", 1000).ShouldBe(200);

        for (var i = 0; i < 60; i++) _estimates.Learn("acme", "fast", 1000);
        _estimates.Expected("acme", "fast", null).ShouldBeInRange(990, 1000);
    }

    [Fact]
    public void None_is_expected_to_be_shorter_than_sixteen_tokens()
    {
        for (var i = 0; i < 20; i++) _estimates.Learn("acme", "fast", 1);

        _estimates.Expected("acme", "fast", null).ShouldBe(OutputEstimates.Fewest);
    }

    [Fact]
    public void A_tenant_that_is_new_is_taken_for_one_as_the_others()
    {
        _estimates.Learn("acme", "fast", 700);

        _estimates.Expected("globex", "fast", null).ShouldBe(700);
        _estimates.Expected("acme", "slow", null).ShouldBe(OutputEstimates.Unknown);
    }

    [Fact]
    public void Tenants_come_and_go_and_those_that_stay_are_remembered()
    {
        _estimates.Learn("acme", "fast", 700);
        for (var i = 0; i < 10 * OutputEstimates.Most; i++)
        {
            _estimates.Learn($"tenant-{i}", "fast", 50);
            if (i % 1000 == 0) _estimates.Expected("acme", "fast", null).ShouldBe(700);
        }
        _estimates.Count.ShouldBeLessThanOrEqualTo(OutputEstimates.Most);
        _estimates.Expected("tenant-0", "fast", null).ShouldBe(50);
    }
}
