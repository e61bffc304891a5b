using Weir.Gateway.Ledger;
using Weir.Testing;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>A budget that is used up is told in the client's own dialect, with a header that keeps SDKs from asking again.</summary>
public sealed class SpentErrorTests
{
    private const string Budget = "budgets: { all: { usd: 0.0001, hard: true, per: lifetime, contact: finops@acme.example } }";

    [Theory]
    [InlineData("/v1/chat/completions", Scene.Hello)]
    [InlineData("/v1/chat/completions", Scene.HelloStreamed)]
    [InlineData("/v1/responses", """{"model":"asked-model","input":"hi"}""")]
    [InlineData("/v1/responses", """{"model":"asked-model","input":"hi","stream":true}""")]
    [InlineData("/v1/completions", """{"model":"asked-model","prompt":"hi"}""")]
    [InlineData("/v1/embeddings", """{"model":"asked-model","input":"$"}""")]
    public async Task To_clients_of_OpenAIs(string path, string body)
    {
        var answer = await RefusedAsync(path, body.Replace("$", new string('x', 1000), StringComparison.Ordinal));

        (answer.Error("type"), answer.Error("code")).ShouldBe(("insufficient_quota", "budget_exceeded"));
        answer.Error("message").ShouldNotBeNull().ShouldContain("finops@acme.example");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"stream\":true,")]
    public async Task To_clients_of_Anthropics(string more)
    {
        var answer = await RefusedAsync("/v1/messages", $$"""{"model":"asked-model",{{more}}"max_tokens":100,"messages":[{"role":"user","content":"hi"}]}""");

        answer.Json.GetProperty("type").GetString().ShouldBe("error");
        answer.Error("type").ShouldBe("billing_error");
    }

    [Theory]
    [InlineData("generateContent")]
    [InlineData("streamGenerateContent?alt=sse")]
    public async Task To_clients_of_Geminis(string method)
    {
        var answer = await RefusedAsync("/v1beta/models/asked-model:" + method, """{"contents":[{"parts":[{"text":"hi"}]}]}""");

        (answer.Json.GetProperty("error").GetProperty("code").GetInt32(), answer.Error("status")).ShouldBe((402, "FAILED_PRECONDITION"));
    }

    /// <summary>Nothing is spent, and the call is refused: why would be a riddle without what it can come to.</summary>
    [Theory]
    [InlineData("usd: 0.0005, per: lifetime, lower_max_tokens: false", "The budget 'all' (0.0005 USD in all, of which 0 USD are spent) does not allow for this request, which can come to 0.00")]
    [InlineData("million_tokens: 0.00001, per: lifetime", "(10 tokens in all, of which 0 tokens are spent) does not allow for this request, which can come to ")]
    [InlineData("usd: 0.0005, per: lifetime, lower_max_tokens: false, show_amounts: false", "The budget 'all' (in all) does not allow for this request. ")]
    public async Task What_a_call_can_come_to_is_said_where_something_is_left(string budget, string explanation)
    {
        await using var scene = await Scene.StartAsync(Scene.With($"budgets: {{ all: {{ hard: true, {budget} }} }}"));

        (await scene.ChatAsync(BudgetScene.Hello)).Error("message").ShouldNotBeNull().ShouldContain(explanation);
    }

    private static async Task<Answer> RefusedAsync(string path, string body)
    {
        await using var scene = await Scene.StartAsync(Scene.With(Budget));

        var answer = await scene.PostAsync(path, body);

        (answer.Status, answer.Headers["x-should-retry"]).ShouldBe((402, "false"), answer.Body);
        answer.Headers.ContainsKey("retry-after").ShouldBeFalse();
        answer.Error("message").ShouldNotBeNull().ShouldContain("'all'");
        scene.Upstream.Seen.ShouldBeEmpty();
        var row = scene.Ledger(answer.RequestId).ShouldNotBeNull();
        (row.Outcome, row.Status, row.ErrorCode, row.Attempts.Count).ShouldBe((Outcome.Rejected, 402, "budget_exceeded", 0));
        return answer;
    }
}
