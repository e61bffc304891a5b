#pragma warning disable OPENAI001 // The client calls its responses experimental; the API is not.
using OpenAI.Responses;
using Weir.Gateway.Ledger;

namespace Weir.Clients.Tests;

/// <summary>OpenAI's client in background mode, on an upstream that can do it and on others.</summary>
[Collection(nameof(ForeignWeirCollection))]
public sealed class BackgroundResponsesTests(ForeignWeir weir)
{
    private const int MostPolls = 10;

    private readonly WireTap _seen = new();

    [Fact]
    public async Task A_response_is_polled_to_its_end_and_paid_for()
    {
        var client = weir.Client(_seen).GetResponsesClient();
        ResponseResult response = await client.CreateResponseAsync(Ask("sim-responses"));
        response.Status.ShouldBe(ResponseStatus.Queued);
        weir.Ledger(_seen.Ids[0]).UsageSource.ShouldBe(UsageSource.Pending);

        for (var polls = 0; polls < MostPolls && response.Status is ResponseStatus.Queued or ResponseStatus.InProgress; polls++)
            response = await client.GetResponseAsync(response.Id);

        (response.Status, response.GetOutputText()).ShouldBe((ResponseStatus.Completed, "Hello"));
        var call = weir.Ledger(_seen.Ids[0]);
        (call.UsageSource, call.FinishReason).ShouldBe((UsageSource.Provider, "completed"));
        ((int)call.Usage.Input, (int)call.Usage.Output).ShouldBe((response.Usage.InputTokenCount, response.Usage.OutputTokenCount));
        call.Cost.ShouldBe((call.Usage.Input + (10 * call.Usage.Output)) / 1_000_000m);
    }

    [Fact]
    public async Task A_response_is_called_off()
    {
        var client = weir.Client(_seen).GetResponsesClient();
        ResponseResult response = await client.CreateResponseAsync(Ask("sim-responses"));

        response = await client.CancelResponseAsync(response.Id);

        response.Status.ShouldBe(ResponseStatus.Cancelled);
        var call = weir.Ledger(_seen.Ids[0]);
        (call.UsageSource, call.FinishReason).ShouldBe((UsageSource.Unknown, "cancelled"));
    }

    [Theory]
    [InlineData("sim-chat")]
    [InlineData("sim-messages")]
    [InlineData("sim-gemini")]
    [InlineData("sim-converse")]
    public async Task An_upstream_that_knows_no_responses_refuses(string model)
    {
        var client = weir.Client(_seen).GetResponsesClient();

        var refused = await Should.ThrowAsync<System.ClientModel.ClientResultException>(() => client.CreateResponseAsync(Ask(model)));

        refused.Status.ShouldBe(400);
        refused.Message.ShouldContain("background");
    }

    private static CreateResponseOptions Ask(string model) => new(model, [ResponseItem.CreateUserMessageItem("repeat exactly: Hello")])
    {
        BackgroundModeEnabled = true,
    };
}
