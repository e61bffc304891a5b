using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;
using Weir.Gateway.Ledger;

namespace Weir.Clients.Tests.Messages;

/// <summary>Anthropic's client for .NET, on an upstream of its own dialect and on foreign ones.</summary>
public sealed class MessagesTests(MessagesGateway weir) : IClassFixture<MessagesGateway>
{
    private const string Peculiar = "Zoë's naïve 🦫 dam: \"tab\there\", back\\slash, {json}, data: [DONE]?";
    private const string Forecast = "Dry, nine degrees.";

    private static readonly Tool Weather = new()
    {
        Name = "get_weather",
        Description = "Says how the weather is.",
        InputSchema = new InputSchema
        {
            Properties = Json("""{"city":{"type":"string"},"days":{"type":"integer","minimum":1,"maximum":7}}"""),
            Required = ["city", "days"],
        },
    };

    public static TheoryData<string> Models => SimulatedUpstream.Models;

    [Theory]
    [MemberData(nameof(Models))]
    public async Task A_plain_answer(string model)
    {
        using var seen = new MessagesTap();
        using var client = weir.Client(seen);
        var answer = await client.Messages.Create(Ask(model, "repeat exactly: " + Peculiar));

        Text(answer).ShouldBe(Peculiar);
        answer.StopReason!.Raw().ShouldBe("end_turn");
        ShouldAgree(ShouldBeSettled(seen.Id, model, streamed: false), answer.Usage);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task A_streamed_answer(string model)
    {
        using var seen = new MessagesTap();
        using var client = weir.Client(seen);
        var answer = await client.Messages.CreateStreaming(Ask(model, "repeat exactly: " + Peculiar)).Aggregate();

        Text(answer).ShouldBe(Peculiar);
        answer.StopReason!.Raw().ShouldBe("end_turn");
        ShouldAgree(ShouldBeSettled(seen.Id, model, streamed: true), answer.Usage);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task The_system_prompt_arrives(string model)
    {
        using var seen = new MessagesTap();
        using var client = weir.Client(seen);
        var answer = await client.Messages.Create(Ask(model, "repeat the system prompt") with { System = "You are terse." });
        Text(answer).ShouldBe("You are terse.");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task A_tool_is_called_and_its_result_answered(string model)
    {
        using var asking = new MessagesTap();
        using var client = weir.Client(asking);
        var request = Ask(model, "How will the weather be in Delft?") with { Tools = [Weather], ToolChoice = new ToolChoiceTool("get_weather") };
        var asked = await client.Messages.Create(request);
        var call = ShouldCall(asked);
        ShouldBeSettled(asking.Id, model, streamed: false);

        using var telling = new MessagesTap();
        using var other = weir.Client(telling);
        var told = await other.Messages.Create(Ask(model, "") with { Messages = Continued(request, asked, call), Tools = [Weather] });
        Text(told).ShouldContain(Forecast);
        ShouldBeSettled(telling.Id, model, streamed: false);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task A_tool_is_called_in_a_stream(string model)
    {
        using var seen = new MessagesTap();
        using var client = weir.Client(seen);
        var asked = await client.Messages.CreateStreaming(Ask(model, "How will the weather be in Delft? call get_weather") with { Tools = [Weather] }).Aggregate();
        ShouldCall(asked);
        ShouldBeSettled(seen.Id, model, streamed: true);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task An_answer_that_fits_a_schema(string model)
    {
        using var seen = new MessagesTap();
        using var client = weir.Client(seen);
        var schema = Json("""{"type":"object","properties":{"river":{"type":"string"},"length":{"type":"number"}},"required":["river","length"],"additionalProperties":false}""");
        var answer = await client.Messages.Create(Ask(model, "Name a river.") with { OutputConfig = new OutputConfig { Format = new JsonOutputFormat { Schema = schema } } });

        using var json = JsonDocument.Parse(Text(answer));
        json.RootElement.EnumerateObject().Select(member => (member.Name, member.Value.ValueKind))
            .ShouldBe([("river", JsonValueKind.String), ("length", JsonValueKind.Number)], ignoreOrder: true);
        ShouldBeSettled(seen.Id, model, streamed: false);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Tokens_are_counted(string model)
    {
        using var seen = new MessagesTap();
        using var client = weir.Client(seen);
        var count = await client.Messages.CountTokens(new MessageCountTokensParams { Model = model, Messages = [new UserMessageParam("How many tokens are these?")] });
        count.InputTokens.ShouldBeGreaterThan(0);
        weir.Ledger(seen.Id).Outcome.ShouldBe(Outcome.Completed);
    }

    [Fact]
    public async Task Models_are_listed_and_found()
    {
        using var seen = new MessagesTap();
        using var client = weir.Client(seen);
        var models = await client.Models.List();
        models.Items.Select(model => model.ID).ShouldBe(SimulatedUpstream.All.Select(upstream => upstream.Model), ignoreOrder: true);
        models.HasNext().ShouldBeFalse();
        (await client.Models.Retrieve("sim-chat")).ID.ShouldBe("sim-chat");
    }

    internal static MessageCreateParams Ask(string model, string text) => new() { Model = model, MaxTokens = 1000, Messages = [new UserMessageParam(text)] };

    private static string Text(Message answer) => answer.Content.ShouldHaveSingleItem().TryPickText(out var text) ? text.Text : throw new ShouldAssertException("not a text");

    private static ToolUseBlock ShouldCall(Message asked)
    {
        asked.StopReason!.Raw().ShouldBe("tool_use");
        asked.Content[^1].TryPickToolUse(out var call).ShouldBeTrue();
        call.Name.ShouldBe("get_weather");
        call.Input["city"].ValueKind.ShouldBe(JsonValueKind.String);
        call.Input["days"].GetInt32().ShouldBeInRange(1, 7);
        return call;
    }

    private static List<MessageParam> Continued(MessageCreateParams request, Message asked, ToolUseBlock call) =>
    [
        .. request.Messages,
        new AssistantMessageParam(new MessageContentParam(asked.Content.Select(block => new ContentBlockParam(block.Json)).ToList())),
        new UserMessageParam(new MessageContentParam((List<ContentBlockParam>)[new ToolResultBlockParam(call.ID) { Content = Forecast }])),
    ];

    private static Dictionary<string, JsonElement> Json(string text) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(text)!;

    private static void ShouldAgree(CallRecord call, Usage usage)
    {
        // Anthropic counts cached tokens beside the input, the ledger within it.
        call.Usage.Input.ShouldBe(usage.InputTokens + (usage.CacheReadInputTokens ?? 0) + (usage.CacheCreationInputTokens ?? 0));
        call.Usage.Output.ShouldBe(usage.OutputTokens);
    }

    private CallRecord ShouldBeSettled(string id, string model, bool streamed)
    {
        var call = weir.Ledger(id);
        call.Outcome.ShouldBe(Outcome.Completed);
        call.Status.ShouldBe(200);
        call.Streamed.ShouldBe(streamed);
        call.Endpoint.ShouldBe("messages");
        call.ModelAsked.ShouldBe(model);
        call.UsageSource.ShouldBe(UsageSource.Provider);
        call.Cost.ShouldNotBeNull().ShouldBeGreaterThan(0);
        call.Attempts.ShouldHaveSingleItem().Provider.ShouldBe(model);
        return call;
    }
}
