using System.Text.Json;
using Weir.Dialects;
using Weir.Testing.Contract;
using static Weir.Gateway.Tests.EndToEnd.Rescue.RescueAssertions;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd.Rescue;

/// <summary>A stream that two have spoken is one stream to its client: events, identifiers and numbers are those of one answer.</summary>
public sealed class RescueContractTests
{
    [ContractTheory]
    [InlineData("chat", "chat")]
    [InlineData("chat", "messages")]
    [InlineData("responses", "responses")]
    [InlineData("responses", "messages")]
    public async Task Every_event_keeps_to_OpenAIs_contract(string client, string first)
    {
        await using var scene = await RescueScene.StartAsync(RescueScene.DialectOf(first), prefill: "vllm");
        scene.Break(RescueScene.DialectOf(first), "cut", words: 3, (http, _) => RescueScene.SayAsync(http, RescueScene.Words[3..]));

        var answer = await scene.AskAsync(client);

        ShouldBeWhole(answer, client);
        var schema = client == "chat" ? "CreateChatCompletionStreamResponse" : "ResponseStreamEvent";
        foreach (var told in EventsOf(answer.Body)) OpenApiContract.Instance.Judge(schema, told).ShouldBeEmpty(told.GetRawText());
    }

    [Fact]
    public async Task The_items_of_a_response_stay_those_that_the_client_knows()
    {
        await using var scene = await RescueScene.StartAsync(Dialect.Responses);
        string[] events =
        [
            Event("response.created", "\"sequence_number\":0,\"response\":{\"id\":\"resp_seen\",\"object\":\"response\",\"created_at\":77,\"model\":\"m\",\"status\":\"in_progress\",\"output\":[]}"),
            Event("response.output_item.added", "\"sequence_number\":1,\"output_index\":0,\"item\":{\"id\":\"rs_seen\",\"type\":\"reasoning\",\"summary\":[]}"),
            Event("response.output_item.done", "\"sequence_number\":2,\"output_index\":0,\"item\":{\"id\":\"rs_seen\",\"type\":\"reasoning\",\"summary\":[]}"),
            Event("response.output_item.added", "\"sequence_number\":3,\"output_index\":1,\"item\":{\"id\":\"msg_seen\",\"type\":\"message\",\"role\":\"assistant\",\"status\":\"in_progress\",\"content\":[]}"),
            Event("response.content_part.added", "\"sequence_number\":4,\"output_index\":1,\"content_index\":0,\"item_id\":\"msg_seen\",\"part\":{\"type\":\"output_text\",\"text\":\"\",\"annotations\":[]}"),
            Event("response.output_text.delta", "\"sequence_number\":5,\"output_index\":1,\"content_index\":0,\"item_id\":\"msg_seen\",\"delta\":\"Once upon a time, \""),
        ];
        scene.Upstream.Behaviour = async (http, request) =>
        {
            if (!RescueScene.IsOf(request, "first-model"))
            {
                await RescueScene.SayAsync(http, RescueScene.Words);
                return;
            }
            await EventsAsync(http, events);
            Cut();
        };

        var answer = await scene.AskAsync("responses");

        ShouldBeWhole(answer, "responses");
        var rest = EventsOf(answer.Body)[events.Length..];
        foreach (var told in rest.Where(told => told.TryGetProperty("item_id", out _)))
            (told.GetProperty("item_id").GetString(), told.GetProperty("output_index").GetInt32()).ShouldBe(("msg_seen", 1), told.GetRawText());
        var response = rest[^1].GetProperty("response");
        (response.GetProperty("id").GetString(), response.GetProperty("created_at").GetInt64()).ShouldBe(("resp_seen", 77));
    }

    [Theory]
    [InlineData("off", 3)]
    [InlineData("vllm", 3)]
    [InlineData("off", 0)]
    public async Task Thoughts_are_said_once_and_a_message_keeps_its_blocks_in_order(string prefill, int words)
    {
        await using var scene = await RescueScene.StartAsync(Dialect.Messages, prefill);
        scene.Upstream.Behaviour = async (http, request) =>
        {
            if (!RescueScene.IsOf(request, "first-model"))
            {
                var from = RescueScene.PrefillOf(request)?.Length ?? 0;
                await EventsAsync(http, Speech.Whole(Dialect.Chat, [RescueScene.Text[from..]], "Other thoughts."));
                return;
            }
            await EventsAsync(http, Speech.Begin(Dialect.Messages, RescueScene.Words.Take(words), "First thoughts."));
            Cut();
        };

        var answer = await scene.AskAsync("messages");

        TextOf(answer, "messages").ShouldBe((RescueScene.Text, true), answer.Body);
        answer.Body.ShouldNotContain("Other thoughts.");
        EventsOf(answer.Body).Select(Shown).OfType<string>().ShouldBe(["+0 thinking", "-0", "+1 text", "-1"]);
    }

    private static string? Shown(JsonElement @event) => @event.GetProperty("type").GetString() switch
    {
        "content_block_start" => $"+{@event.GetProperty("index").GetInt32()} {@event.GetProperty("content_block").GetProperty("type").GetString()}",
        "content_block_stop" => $"-{@event.GetProperty("index").GetInt32()}",
        _ => null,
    };

    private static string Event(string type, string members) => $"event: {type}\ndata: {{\"type\":\"{type}\",{members}}}\n\n";
}
