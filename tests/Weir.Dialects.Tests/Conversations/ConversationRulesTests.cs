using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Tests.Conversations;

/// <summary>Turns are written in short: <c>s</c>, <c>u</c> and <c>a</c> are texts, <c>+x</c> calls a tool with the id x, <c>-x</c> gives its result; the parts of one turn stand together.</summary>
public sealed class ConversationRulesTests
{
    [Theory]
    [InlineData("u", null)]
    [InlineData("s u a u", null)]
    [InlineData("u +1 -1", null)]
    [InlineData("u a+1 -1 a", null)]
    [InlineData("u +1+2 -1-2 a", null)]
    [InlineData("u +1+2 -2-1 a", null)]
    [InlineData("u +1+2 -1 -2 a", null)]
    [InlineData("u +1+2 -2 -1u a", null)]
    [InlineData("u +1 -1u a", null)]
    [InlineData("u +1 u-1 a", null)]
    [InlineData("u +1 -1 +1 -1 a", null)]
    [InlineData("u +1 -1 +2 -2 +3+4 -3-4", null)]
    [InlineData("u +1", "1: The tool call '1' has no result: every call needs one before the conversation goes on.")]
    [InlineData("u +1 u", "1: The tool call '1' has no result: every call needs one before the conversation goes on.")]
    [InlineData("u +1 s -1", "1: The tool call '1' has no result: every call needs one before the conversation goes on.")]
    [InlineData("u +1 a -1", "1: The tool call '1' has no result: every call needs one before the conversation goes on.")]
    [InlineData("u +1+2 -1 u", "1: The tool call '2' has no result: every call needs one before the conversation goes on.")]
    [InlineData("u +1+2 -2", "1: The tool call '1' has no result: every call needs one before the conversation goes on.")]
    [InlineData("u +1 +2 -1-2", "1: The tool call '1' has no result: every call needs one before the conversation goes on.")]
    [InlineData("u +1+1 -1-1", "1: Two tool calls of one turn have the id '1'.")]
    [InlineData("u -1", "1: 't[1]' is the result of a tool call '1' that the turn before it did not make, or that was answered already.")]
    [InlineData("-1", "0: 't[0]' is the result of a tool call '1' that the turn before it did not make, or that was answered already.")]
    [InlineData("u +1 -2", "2: 't[2]' is the result of a tool call '2' that the turn before it did not make, or that was answered already.")]
    [InlineData("u +1 -1-1", "2: 't[2]' is the result of a tool call '1' that the turn before it did not make, or that was answered already.")]
    [InlineData("u +1 -1 a -1", "4: 't[4]' is the result of a tool call '1' that the turn before it did not make, or that was answered already.")]
    [InlineData("u -1 +1", "1: 't[1]' is the result of a tool call '1' that the turn before it did not make, or that was answered already.")]
    public void Each_call_is_answered_once_before_the_conversation_goes_on(string turns, string? fault)
    {
        var conversation = Conversation(turns);
        ConversationRules.Check(conversation);
        var found = conversation.Reading.Fault;
        (found is null ? null : $"{found.Param![2..^1]}: {found.Message}").ShouldBe(fault);
        if (fault is not null) found!.Code.ShouldBe("invalid_value");
    }

    [Fact]
    public void Results_learn_the_names_of_the_functions_that_they_come_from()
    {
        var conversation = Conversation("u +1+2 -2 -1 +1 -1");
        ConversationRules.Check(conversation);
        conversation.Turns.SelectMany(turn => turn.Parts).OfType<ToolResultPart>().Select(result => result.Name?.GetString()).ShouldBe(["f2", "f1", "f1"]);
    }

    [Fact]
    public void A_name_that_the_client_gave_stays()
    {
        var conversation = Conversation("u +1 -1");
        var result = (ToolResultPart)conversation.Turns[2].Parts[0];
        result.Name = RawJson.Text("own");
        ConversationRules.Check(conversation);
        result.Name?.GetString().ShouldBe("own");
    }

    [Fact]
    public void Identifiers_are_compared_by_what_they_say_and_not_by_how_they_are_escaped()
    {
        var conversation = Conversation("u");
        conversation.Turns.Add(new Turn(TurnRole.Assistant, [new ToolCallPart(Json("\"\\u0061\\/\""), Json("\"f\""), Json("{}"), JsonPath.Root)]));
        conversation.Turns.Add(new Turn(TurnRole.User, [new ToolResultPart(Json("\"a/\""), [], JsonPath.Root)]));
        ConversationRules.Check(conversation);
        conversation.Reading.Fault.ShouldBeNull();
    }

    private static Conversation Conversation(string turns)
    {
        var conversation = new Conversation { ClientDialect = Dialect.Chat, Source = default, Reading = new RequestReading() };
        foreach (var (index, turn) in turns.Split(' ').Index()) conversation.Turns.Add(Turn(turn, JsonPath.Root.Member("t").Item(index)));
        return conversation;
    }

    private static Turn Turn(string turn, JsonPath path)
    {
        var role = turn.Contains('+') || turn.Contains('a') ? TurnRole.Assistant : turn.Contains('s') ? TurnRole.System : TurnRole.User;
        var parts = new List<Part>();
        for (var i = 0; i < turn.Length; i++)
            parts.Add(turn[i] switch
            {
                '+' => new ToolCallPart(RawJson.Text(turn[++i].ToString()), RawJson.Text("f" + turn[i]), Json("{}"), path),
                '-' => new ToolResultPart(RawJson.Text(turn[++i].ToString()), [], path),
                _ => new TextPart(RawJson.Text("text"), path),
            });
        return new Turn(role, parts);
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
