using System.Text.Json;
using OpenAI.Chat;
using Weir.Gateway.Ledger;

namespace Weir.Clients.Tests;

/// <summary>What an application does with OpenAI's client for .NET, whoever answers.</summary>
public abstract class ChatScenarios(RunningWeir weir, string model)
{
    private const string Peculiar = "Zoë's naïve 🦫 dam: \"tab\there\", back\\slash, {json}, data: [DONE]?";

    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool("get_weather", "Says how the weather is.", BinaryData.FromString(
        """{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer","minimum":1,"maximum":7}},"required":["city","days"],"additionalProperties":false}"""));

    [Fact]
    public async Task A_plain_answer()
    {
        var seen = new WireTap();
        ChatCompletion answer = await weir.Chat(seen, model).CompleteChatAsync("Tell me about rivers.");

        answer.Role.ShouldBe(ChatMessageRole.Assistant);
        answer.Content.ShouldHaveSingleItem().Text.ShouldNotBeEmpty();
        answer.FinishReason.ShouldBe(ChatFinishReason.Stop);
        answer.Model.ShouldNotBeNullOrEmpty();
        var call = ShouldBeSettled(seen.Id, streamed: false);
        ShouldAgree(call, answer.Usage);
        call.FinishReason.ShouldBeOneOf("stop", "end_turn");
    }

    [Fact]
    public async Task A_streamed_answer()
    {
        var seen = new WireTap();
        var updates = await AllAsync(weir.Chat(seen, model).CompleteChatStreamingAsync("Tell me about rivers."));

        updates.Count.ShouldBeGreaterThan(10);
        Text(updates).ShouldNotBeEmpty();
        updates.ShouldContain(update => update.FinishReason == ChatFinishReason.Stop);
        // The client asks for the usage of streams by itself.
        var usage = updates.Where(update => update.Usage is not null).ShouldHaveSingleItem().Usage;
        var call = ShouldBeSettled(seen.Id, streamed: true);
        ShouldAgree(call, usage);
        call.FirstTokenMicros.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(call.DurationMicros);
    }

    [Fact]
    public async Task Text_comes_back_as_it_was_sent_plain_and_streamed()
    {
        var plain = new WireTap();
        ChatCompletion answer = await weir.Chat(plain, model).CompleteChatAsync("repeat exactly: " + Peculiar);
        answer.Content.ShouldHaveSingleItem().Text.ShouldBe(Peculiar);
        ShouldBeSettled(plain.Id, streamed: false);

        var streamed = new WireTap();
        Text(await AllAsync(weir.Chat(streamed, model).CompleteChatStreamingAsync("repeat exactly: " + Peculiar))).ShouldBe(Peculiar);
        ShouldBeSettled(streamed.Id, streamed: true);
    }

    [Fact]
    public async Task A_tool_is_called_and_its_result_answered()
    {
        var asking = new WireTap();
        List<ChatMessage> messages = [new UserChatMessage("How will the weather be in Delft?")];
        var options = new ChatCompletionOptions { Tools = { Weather }, ToolChoice = ChatToolChoice.CreateFunctionChoice("get_weather") };
        ChatCompletion asked = await weir.Chat(asking, model).CompleteChatAsync(messages, options);
        asked.FinishReason.ShouldBeOneOf(ChatFinishReason.ToolCalls, ChatFinishReason.Stop);
        var tool = asked.ToolCalls.ShouldHaveSingleItem();
        ShouldFit(tool.FunctionName, tool.FunctionArguments.ToString());
        ShouldBeSettled(asking.Id, streamed: false);

        var telling = new WireTap();
        messages.Add(new AssistantChatMessage(asked));
        messages.Add(new ToolChatMessage(tool.Id, "Dry, nine degrees."));
        ChatCompletion told = await weir.Chat(telling, model).CompleteChatAsync(messages, new ChatCompletionOptions { Tools = { Weather } });
        told.FinishReason.ShouldBe(ChatFinishReason.Stop);
        told.Content.ShouldHaveSingleItem().Text.ShouldContain("Dry, nine degrees.");
        ShouldBeSettled(telling.Id, streamed: false);
    }

    [Fact]
    public async Task A_streamed_tool_call()
    {
        var seen = new WireTap();
        var options = new ChatCompletionOptions { Tools = { Weather }, ToolChoice = ChatToolChoice.CreateFunctionChoice("get_weather") };
        var updates = await AllAsync(weir.Chat(seen, model).CompleteChatStreamingAsync([new UserChatMessage("How will the weather be in Delft?")], options));

        var pieces = updates.SelectMany(update => update.ToolCallUpdates).ToList();
        ShouldFit(pieces[0].FunctionName, string.Concat(pieces.Select(piece => piece.FunctionArgumentsUpdate?.ToString())));
        ShouldBeSettled(seen.Id, streamed: true);
    }

    [Fact]
    public async Task An_answer_that_fits_a_schema()
    {
        var seen = new WireTap();
        var schema = BinaryData.FromString(
            """{"type":"object","properties":{"river":{"type":"string"},"length":{"type":"number"},"dammed":{"type":"boolean"}},"required":["river","length","dammed"],"additionalProperties":false}""");
        var options = new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("river", schema, jsonSchemaIsStrict: true) };
        ChatCompletion answer = await weir.Chat(seen, model).CompleteChatAsync([new UserChatMessage("Name a river.")], options);

        using var json = JsonDocument.Parse(answer.Content.ShouldHaveSingleItem().Text);
        json.RootElement.EnumerateObject().Select(member => (member.Name, member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? JsonValueKind.True : member.Value.ValueKind))
            .ShouldBe([("river", JsonValueKind.String), ("length", JsonValueKind.Number), ("dammed", JsonValueKind.True)], ignoreOrder: true);
        ShouldBeSettled(seen.Id, streamed: false);
    }

    private static void ShouldFit(string name, string arguments)
    {
        name.ShouldBe("get_weather");
        using var json = JsonDocument.Parse(arguments);
        json.RootElement.GetProperty("city").ValueKind.ShouldBe(JsonValueKind.String);
        json.RootElement.GetProperty("days").GetInt32().ShouldBeInRange(1, 7);
    }

    private static async Task<List<StreamingChatCompletionUpdate>> AllAsync(IAsyncEnumerable<StreamingChatCompletionUpdate> stream)
    {
        var updates = new List<StreamingChatCompletionUpdate>();
        await foreach (var update in stream) updates.Add(update);
        return updates;
    }

    private static string Text(IEnumerable<StreamingChatCompletionUpdate> updates) =>
        string.Concat(updates.SelectMany(update => update.ContentUpdate).Select(part => part.Text));

    private static void ShouldAgree(CallRecord call, ChatTokenUsage usage)
    {
        call.Usage.Input.ShouldBe(usage.InputTokenCount);
        call.Usage.Output.ShouldBe(usage.OutputTokenCount);
    }

    private CallRecord ShouldBeSettled(string id, bool streamed)
    {
        var call = weir.Ledger(id);
        call.Outcome.ShouldBe(Outcome.Completed);
        call.Status.ShouldBe(200);
        call.Streamed.ShouldBe(streamed);
        call.Endpoint.ShouldBe("chat.completions");
        call.ModelAsked.ShouldBe(model);
        call.Tenant.ShouldBe("default");
        call.UsageSource.ShouldBe(UsageSource.Provider);
        call.Cost.ShouldNotBeNull("the simulator's price is known, and zero is not the same as unknown");
        call.Attempts.ShouldHaveSingleItem().Provider.ShouldBe(model);
        return call;
    }
}
