using System.Text.Json.Nodes;
using Weir.Gateway.Tests.EndToEnd.Pairs;

namespace Weir.Gateway.Tests.EndToEnd.Agents;

/// <summary>Codex before every upstream, with the list of <c>drop</c> that the guide gives.</summary>
public sealed class CodexTests(AgentGateway gateway) : IClassFixture<AgentGateway>
{
    private readonly Codex _codex = new(gateway.Scene);

    public static TheoryData<string> Upstreams => AgentGateway.Upstreams;

    public static TheoryData<string> Foreign => new(SimulatedProviders.All.Where(upstream => upstream != "responses"));

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_tool_is_called_and_its_result_answered(string upstream)
    {
        var call = Only(await _codex.AskAsync("codex-" + upstream, """call exec_command {"cmd": "cat n.txt"}"""));
        ((string)call["type"]!, (string)call["name"]!, JsonNode.Parse((string)call["arguments"]!)!.ToJsonString()).ShouldBe(("function_call", "exec_command", """{"cmd":"cat n.txt"}"""));
        Text(await _codex.TellAsync("codex-" + upstream, "Seven logs.")).ShouldBe("The tool answered: Seven logs.");
        _codex.Dropped.ShouldBe(upstream == "responses" ? null : "tools[2], client_metadata");
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_tool_in_a_namespace_is_called_by_its_own_name(string upstream)
    {
        var name = upstream == "responses" ? "close_agent" : "multi_agent_v1__close_agent";
        var call = Only(await _codex.AskAsync("codex-" + upstream, $$"""call {{name}} {"target": "x"}"""));
        ((string)call["name"]!, (string)call["namespace"]!).ShouldBe(("close_agent", "multi_agent_v1"));
        Text(await _codex.TellAsync("codex-" + upstream, "Closed.")).ShouldBe("The tool answered: Closed.");
    }

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task A_custom_tool_gets_its_text(string upstream)
    {
        var call = Only(await _codex.AskAsync("codex-" + upstream, """call apply_patch {"input": "*** \"a\"\n+b"}"""));
        ((string)call["type"]!, (string)call["name"]!, (string)call["input"]!).ShouldBe(("custom_tool_call", "apply_patch", "*** \"a\"\n+b"));
        Text(await _codex.TellAsync("codex-" + upstream, "Done.")).ShouldBe("The tool answered: Done.");
    }

    [Fact]
    public async Task A_conversation_goes_on_at_whatever_upstream_its_model_is_changed_to()
    {
        foreach (var asked in SimulatedProviders.All)
            foreach (var told in SimulatedProviders.All)
            {
                // Where nothing has to be dropped, nothing needs the operator's word: a search of the web goes back to OpenAI.
                await _codex.AskAsync(asked == "responses" ? asked : "codex-" + asked, """call exec_command {"cmd": "cat n.txt"}""");
                Text(await _codex.TellAsync(told == "responses" ? told : "codex-" + told, $"from {asked} to {told}")).ShouldBe($"The tool answered: from {asked} to {told}");
            }
    }

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task A_search_of_the_web_needs_the_operator_s_word(string upstream)
    {
        var answer = await _codex.SendAsync(upstream);
        (answer.Status, answer.Error("param"), answer.Error("code")).ShouldBe((400, "tools[2]", "unsupported_parameter"));
        answer.Error("message")!.ShouldContain("'web_search'");
    }

    private static JsonNode Only(IReadOnlyList<JsonNode> items) => items.ShouldHaveSingleItem();

    private static string Text(IReadOnlyList<JsonNode> items) => (string)Only(items)["content"]![0]!["text"]!;
}
