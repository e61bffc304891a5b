using Weir.Gateway.Ledger;
using Weir.Gateway.Tests.EndToEnd.Pairs;
using Weir.Testing;

namespace Weir.Gateway.Tests.Faults;

/// <summary>Faults before providers of every dialect, whose answers are framed and told in different ways.</summary>
[Trait("Category", "Slow")]
public sealed class FaultDialectTests
{
    [Theory]
    [InlineData("status, code: 429", "", Outcome.UpstreamError)]
    [InlineData("status, code: 503", "", Outcome.UpstreamError)]
    [InlineData("garbage", "upstream_garbled", Outcome.UpstreamFailed)]
    [InlineData("cut, after: 3", "upstream_cut", Outcome.Truncated)]
    [InlineData("malformed_event, after: 3", "upstream_garbled", Outcome.UpstreamFailed)]
    [InlineData("slow_tokens, wait: 1ms", null, Outcome.Completed)]
    internal async Task A_stream_of_any_dialect_meets_its_fault_and_ends_honestly(string kind, string? code, Outcome outcome)
    {
        await using var scene = await Scene.StartSimulatedAsync(configuration:
            $"{SimulatedProviders.Configuration}faults: {{ broken: {{ deployments: [{string.Join(", ", SimulatedProviders.All)}], allow_total: true, kind: {kind} }} }}");

        foreach (var api in SimulatedProviders.All)
        {
            var answer = await scene.BrokenChatAsync($$"""{"model":"{{api}}","stream":true,"messages":[{"role":"user","content":"repeat exactly: one two three four five six"}]}""");

            var row = scene.Ledger(answer.RequestId).ShouldNotBeNull();
            (row.Outcome, api).ShouldBe((outcome, api), answer.Body);
            if (code is null) row.ErrorCode.ShouldBeNull();
            else row.ErrorCode.ShouldNotBeNull().ShouldStartWith(code);
            answer.Body.Contains("[DONE]", StringComparison.Ordinal).ShouldBe(code is null, answer.Body);
            answer.IsTouched().ShouldBeTrue();
        }
    }
}
