using System.Text.Json.Nodes;
using Weir.Gateway.Tests.EndToEnd.Pairs;

namespace Weir.Gateway.Tests.EndToEnd.Agents;

/// <summary>Claude Code before every upstream.</summary>
public sealed class ClaudeCodeTests(AgentGateway gateway) : IClassFixture<AgentGateway>
{
    private const string Call = """Please call Read {"file_path": "/n.txt"}""";

    private readonly ClaudeCode _claude = new(gateway.Scene);

    public static TheoryData<string> Upstreams => AgentGateway.Upstreams;

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_prompt_is_answered_and_the_answer_is_the_last_block(string upstream)
    {
        Last(await _claude.AskAsync(upstream, "repeat exactly: A beaver.")).ShouldBe("A beaver.");
        _claude.Dropped.ShouldBe(upstream == "messages" ? null : "anthropic-beta, context_management");
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_tool_is_called_and_its_result_answered(string upstream)
    {
        var call = (await _claude.AskAsync(upstream, Call))[^1]!;
        ((string)call["name"]!, call["input"]!.ToJsonString()).ShouldBe(("Read", """{"file_path":"/n.txt"}"""));
        Last(await _claude.TellAsync(upstream, "1\tSeven logs.")).ShouldBe("The tool answered: 1\tSeven logs.");
    }

    [Fact]
    public async Task A_conversation_goes_on_at_whatever_upstream_its_model_is_changed_to()
    {
        foreach (var asked in SimulatedProviders.All)
            foreach (var told in SimulatedProviders.All)
            {
                await _claude.AskAsync(asked, Call);
                Last(await _claude.TellAsync(told, $"from {asked} to {told}")).ShouldBe($"The tool answered: from {asked} to {told}");
            }
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task Tokens_are_counted(string upstream)
    {
        var count = await _claude.CountAsync(upstream);
        count.Status.ShouldBe(200, count.Body);
        count.Json.GetProperty("input_tokens").GetInt32().ShouldBeGreaterThan(10);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("messages")]
    [InlineData("gemini")]
    [InlineData("converse")]
    public async Task A_probe_of_one_token_is_answered(string upstream) => (await _claude.ProbeAsync(upstream)).Status.ShouldBe(200);

    private static string Last(JsonArray blocks) => (string)blocks[^1]!["text"]!;
}
