using Weir.Lab.Drills;
using Weir.Lab.Drills.SixteenFaults;

namespace Weir.Lab.Tests.Drills;

/// <summary>What a drill's client makes of what it is sent. The upstream itself stands where the gateway would.</summary>
public sealed class DrillClientTests : IAsyncLifetime
{
    private DrillUpstream _upstream = null!;
    private DrillClient _client = null!;

    public async Task InitializeAsync()
    {
        string[] faults = ["cut:40", "end:40", "stray-event:10", "no-done", "status:503", "reset", "blank", "no-done-open"];
        var plan = new FaultScripts(faults.ToDictionary(fault => fault, FaultScript.Always));
        _upstream = await DrillUpstream.StartAsync("up", 0, plan, null, TimeProvider.System, CancellationToken.None);
        _client = new DrillClient(_upstream.BaseUrl, null, TimeProvider.System);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_whole_answer_is_whole_with_its_model_and_usage(bool streamed)
    {
        var reply = await AskAsync("any", streamed);

        reply.IsWhole.ShouldBeTrue(reply.ToString());
        (reply.Status, reply.Words, reply.Finish, reply.Model, reply.CompletionTokens).ShouldBe((200, 60, "stop", "any", 60));
        reply.FirstToken.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(reply.Duration);
    }

    [Theory]
    [InlineData("cut:40", 40, null, "the connection broke")]
    [InlineData("end:40", 40, null, null)]
    [InlineData("no-done", 60, null, null)]
    [InlineData("stray-event:10", 8, null, "not JSON")]
    [InlineData("status:503", 0, "server_is_overloaded", null)]
    [InlineData("reset", 0, null, "the connection broke")]
    public async Task An_answer_that_is_not_whole_is_not_taken_for_one(string fault, int words, string? error, string? problem)
    {
        var reply = await AskAsync(fault);

        (reply.Words, reply.Error, reply.Problem).ShouldBe((words, error, problem));
        reply.IsWhole.ShouldBeFalse();
        reply.IsDishonest.ShouldBeFalse();
    }

    [Fact]
    public async Task Another_answer_in_good_order_is_dishonest() => (await AskAsync("blank")).IsDishonest.ShouldBeTrue();

    [Fact]
    public async Task An_answer_without_an_end_costs_the_client_its_patience()
    {
        var reply = await _client.AskAsync("no-done-open", streamed: true, TimeSpan.FromMilliseconds(500), CancellationToken.None);

        reply.Problem.ShouldBe("no end within 0.5 s");
        reply.IsWhole.ShouldBeFalse();
    }

    [Fact]
    public async Task The_upstream_counts_its_attempts_and_knows_which_were_answered()
    {
        await AskAsync("status:503");
        await AskAsync("any");

        var attempts = _upstream.Attempts;
        await attempts[1].Request.Finished.WaitAsync(TimeSpan.FromSeconds(20));
        attempts.Select(attempt => (attempt.Model, attempt.IsAnswered)).ShouldBe([("status:503", false), ("any", true)]);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _upstream.DisposeAsync();
    }

    private Task<DrillReply> AskAsync(string model, bool streamed = true) =>
        _client.AskAsync(model, streamed, TimeSpan.FromSeconds(20), CancellationToken.None);
}
