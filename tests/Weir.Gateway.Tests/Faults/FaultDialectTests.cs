using Weir.Gateway.Ledger;
using Weir.Testing;

namespace Weir.Gateway.Tests.Faults;

/// <summary>Faults before providers of every dialect, whose answers are framed and told in different ways.</summary>
public sealed class FaultDialectTests
{
    private const string Providers = """
        providers:
          chat: { built_in: simulator }
          responses: { built_in: simulator, apis: [responses] }
          messages: { built_in: simulator, dialect: anthropic }
          gemini: { built_in: simulator, dialect: gemini }
          converse: { built_in: simulator, dialect: bedrock, aws: { region: eu-central-1, access_key_id: "${UPSTREAM_KEY}", secret_access_key: "${UPSTREAM_KEY}" } }
        deployments:
          chat: { provider: chat, model: sim, price: { input: 1, output: 10 } }
          responses: { provider: responses, model: sim, price: { input: 1, output: 10 } }
          messages: { provider: messages, model: sim, price: { input: 1, output: 10 } }
          gemini: { provider: gemini, model: sim, price: { input: 1, output: 10 } }
          converse: { provider: converse, model: sim, price: { input: 1, output: 10 } }
        models: { chat: { route: [chat] }, responses: { route: [responses] }, messages: { route: [messages] }, gemini: { route: [gemini] }, converse: { route: [converse] } }

        """;

    private static readonly string[] Apis = ["chat", "responses", "messages", "gemini", "converse"];

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
            $"{Providers}faults: {{ broken: {{ deployments: [{string.Join(", ", Apis)}], allow_total: true, kind: {kind} }} }}");

        foreach (var api in Apis)
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
