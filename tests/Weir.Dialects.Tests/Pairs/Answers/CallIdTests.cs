using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Dialects.Answers;
using Weir.Dialects.Tests.Pairs.Requests;

namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>Clients tell calls apart by their identifiers over a whole conversation, and providers refuse identifiers that are too long for them.</summary>
public sealed class CallIdTests
{
    private const string Gemini = """{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f"}},{"functionCall":{"name":"f"}}]},"finishReason":"STOP"}]}""";
    private const string Ollama = """{"choices":[{"index":0,"message":{"tool_calls":[{"function":{"name":"f","arguments":{}}},{"function":{"name":"f","arguments":{}}}]},"finish_reason":"stop"}]}""";

    public static TheoryData<Dialect, Dialect, string> Nameless() => new()
    {
        { Dialect.Chat, Dialect.Gemini, Gemini },
        { Dialect.Responses, Dialect.Gemini, Gemini },
        { Dialect.Messages, Dialect.Gemini, Gemini },
        { Dialect.Chat, Dialect.Chat, Ollama },
        { Dialect.Responses, Dialect.Chat, Ollama },
        { Dialect.Messages, Dialect.Chat, Ollama },
    };

    [Theory]
    [MemberData(nameof(Nameless))]
    public void A_call_without_an_identifier_gets_one_that_no_other_call_has(Dialect client, Dialect provider, string answer)
    {
        var ids = Ids(client, provider, answer, "01jd0000000000000000000000").Concat(Ids(client, provider, answer, "01jd0000000000000000000001")).ToList();
        ids.Count.ShouldBe(8);
        // The same in a stream as in a whole answer, another in every call and every answer.
        ids.Distinct().Count().ShouldBe(4);
        ids.ShouldAllBe(id => id.Length <= 40 && id.All(character => char.IsAsciiLetterOrDigit(character) || character == '_'));
    }

    [Theory]
    [InlineData(Dialect.Chat, 40)]
    [InlineData(Dialect.Responses, 64)]
    [InlineData(Dialect.Converse, 64)]
    public void An_identifier_that_is_too_long_is_replaced_alike_in_call_and_result(Dialect provider, int longest)
    {
        foreach (var length in (int[])[longest, longest + 1, 500])
        {
            var id = new string('x', length);
            var written = Spoken.Write(provider, Spoken.Read(Dialect.Messages, Fixtures.Of(Dialect.Messages, Scenario.ToolLoop)!.Replace("toolu_a", id, StringComparison.Ordinal)));
            written.Contains($"\"{id}\"", StringComparison.Ordinal).ShouldBe(length == longest, written);
            var said = Strings(JsonNode.Parse(written)!, ["id", "tool_call_id", "call_id", "toolUseId"]).GroupBy(found => found).ToList();
            said.Count.ShouldBe(2, written);
            said.ShouldAllBe(found => found.Count() == 2 && found.Key.Length <= longest);
        }
    }

    [Theory]
    [InlineData(Dialect.Chat)]
    [InlineData(Dialect.Responses)]
    public void A_name_of_a_user_that_OpenAI_would_refuse_stays_in_the_ledger(Dialect provider)
    {
        foreach (var length in (int[])[64, 65])
        {
            var name = new string('u', length);
            var conversation = Spoken.Read(Dialect.Messages, $$$"""{"model":"m","max_tokens":100,"messages":[{"role":"user","content":"q"}],"metadata":{"user_id":"{{{name}}}"}}""");
            var written = Spoken.Write(provider, conversation);
            JsonNode.Parse(written)!["user"]?.GetValue<string>().ShouldBe(length == 64 ? name : null, written);
            conversation.Reading.Omissions.ShouldBeEmpty();
        }
    }

    private static IEnumerable<string> Ids(Dialect client, Dialect provider, string answer, string callId)
    {
        var conversation = Spoken.Read(client, Fixtures.Of(client, Scenario.Tools)!);
        var context = Spoken.Context(conversation) with { CallId = callId };
        var collected = new CollectedAnswer();
        Spoken.Provider(provider).TryRead(System.Text.Encoding.UTF8.GetBytes(answer), collected).ShouldBeTrue();
        var whole = new System.Buffers.ArrayBufferWriter<byte>();
        Spoken.Client(client).Write(collected, context, whole);
        var streamed = new System.Buffers.ArrayBufferWriter<byte>();
        Spoken.Provider(provider).TryRead(System.Text.Encoding.UTF8.GetBytes(answer), Spoken.Client(client).Stream(context, streamed)).ShouldBeTrue();
        var events = ClientEar.Events(System.Text.Encoding.UTF8.GetString(streamed.WrittenSpan)).Where(said => said.Data != "[DONE]").Select(said => JsonNode.Parse(said.Data)!);
        return Calls(JsonNode.Parse(whole.WrittenSpan)!).Concat(events.SelectMany(Calls).Distinct());
    }

    /// <summary>What a result has to refer to.</summary>
    private static IEnumerable<string> Calls(JsonNode node) =>
        Strings(node, ["call_id"]).Concat(Strings(node, ["id"]).Where(id => id.StartsWith("call_", StringComparison.Ordinal) || id.StartsWith("toolu_", StringComparison.Ordinal)));

    private static IEnumerable<string> Strings(JsonNode node, string[] names) => node switch
    {
        JsonObject members => members.Where(member => member.Value is not null).SelectMany(member =>
            names.Contains(member.Key) && member.Value!.GetValueKind() == JsonValueKind.String ? [member.Value.GetValue<string>()] : Strings(member.Value!, names)),
        JsonArray items => items.Where(item => item is not null).SelectMany(item => Strings(item!, names)),
        _ => [],
    };
}
