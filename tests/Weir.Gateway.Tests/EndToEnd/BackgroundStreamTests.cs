using Weir.Gateway.Ledger;
using Weir.Gateway.Responses;
using Weir.Testing;
using static Weir.Gateway.Tests.EndToEnd.BackgroundUpstream;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>Streams of responses that the provider goes on with when nobody listens any more.</summary>
[Trait("Category", "Slow")]
public sealed class BackgroundStreamTests
{
    private const string Streamed = """{"model":"asked-model","input":"q","background":true,"stream":true}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string Delta = Event("response.output_text.delta", """{"type":"response.output_text.delta","item_id":"m","output_index":0,"content_index":0,"delta":"Hi","sequence_number":1}""");

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_client_that_leaves_can_come_back_and_pays_for_all_of_it()
    {
        await using var scene = await Scene.StartAsync(BackgroundUpstream.Configuration, _time);
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Created, Delta);
            await HangAsync(http);
        };
        using (var reply = new StreamedReply(await BeginAsync(scene, Streamed))) await reply.UntilAsync("Hi");

        await scene.Upstream.Seen.Single().Gone.WaitAsync(Patience);
        var row = (await scene.LedgerRowsAsync(1)).Single().ShouldHaveEnded(Outcome.ClientGone, 499, "client_gone");
        (row.UsageSource, row.Usage, row.Cost).ShouldBe((UsageSource.Pending, default, null));
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, Response("completed", Usage));
        (await scene.GetAsync("/v1/responses/resp_1")).Body.ShouldBe(Response("completed", Usage));

        var settled = scene.Ledger(row.Id).ShouldHaveEnded(Outcome.ClientGone, 499, "client_gone");
        (settled.UsageSource, settled.Usage.Output, settled.Cost, settled.FinishReason).ShouldBe((UsageSource.Provider, 200, BackgroundUpstream.Cost, "completed"));
    }

    [Fact]
    public async Task A_client_that_leaves_before_the_response_has_a_name_pays_too()
    {
        await using var scene = await Scene.StartAsync(BackgroundUpstream.Configuration, _time);
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await left.Task;
            await EventsAsync(http, Created, Delta);
            await HangAsync(http);
        };
        using var hangUp = new CancellationTokenSource();
        var call = BeginAsync(scene, Streamed, hangUp.Token);
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 1, "the upstream is asked");
        await hangUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call);
        left.SetResult();

        await scene.Upstream.Seen.Single().Gone.WaitAsync(Patience);
        (await scene.LedgerRowsAsync(1)).Single().UsageSource.ShouldBe(UsageSource.Pending);
        scene.Part<UnsettledStore>().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_client_that_leaves_before_the_plain_answer_has_come_pays_too()
    {
        await using var scene = await Scene.StartAsync(BackgroundUpstream.Configuration, _time);
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await left.Task;
            await JsonAsync(http, 200, Response("queued"));
        };
        using var hangUp = new CancellationTokenSource();
        var call = BeginAsync(scene, """{"model":"asked-model","input":"q","background":true}""", hangUp.Token);
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 1, "the upstream is asked");
        await hangUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call);
        left.SetResult();

        (await scene.LedgerRowsAsync(1)).Single().UsageSource.ShouldBe(UsageSource.Pending);
        scene.Part<UnsettledStore>().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_stream_that_breaks_at_the_provider_is_settled_too()
    {
        await using var scene = await Scene.StartAsync(BackgroundUpstream.Configuration, _time);
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Created, Delta);
            Cut();
        };
        using (var reply = new StreamedReply(await BeginAsync(scene, Streamed))) await reply.ToEndOrBreakAsync();
        var row = (await scene.LedgerRowsAsync(1)).Single();
        (row.Outcome, row.UsageSource).ShouldBe((Outcome.Truncated, UsageSource.Pending));
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, Response("completed", Usage));

        _time.Advance(TimeSpan.FromSeconds(15));
        await scene.Part<ResponseSettler>().PassAsync();

        var settled = scene.Ledger(row.Id)!;
        (settled.Outcome, settled.ErrorCode, settled.UsageSource, settled.Cost).ShouldBe((Outcome.Truncated, row.ErrorCode, UsageSource.Provider, BackgroundUpstream.Cost));
    }

    [Fact]
    public async Task One_that_is_heard_to_its_end_is_a_call_like_any_other()
    {
        await using var scene = await Scene.StartAsync(BackgroundUpstream.Configuration, _time);
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Created, Delta, Ended("completed"), Done);

        var answer = await scene.PostAsync("/v1/responses", Streamed);

        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        (row.UsageSource, row.Cost, row.SettledAt).ShouldBe((UsageSource.Provider, BackgroundUpstream.Cost, null));
        scene.Part<UnsettledStore>().Count().ShouldBe(0);
        (await scene.GetAsync("/v1/responses/resp_1")).Body.ShouldBe(Response("completed", Usage));
    }

    [Fact]
    public async Task One_that_fails_within_its_stream_is_paid_for_at_once()
    {
        await using var scene = await Scene.StartAsync(BackgroundUpstream.Configuration, _time);
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Created, Delta, Ended("failed"));

        await scene.PostAsync("/v1/responses", Streamed);

        var row = (await scene.LedgerRowsAsync(1)).Single();
        (row.UsageSource, row.Cost).ShouldBe((UsageSource.Provider, BackgroundUpstream.Cost));
        scene.Part<UnsettledStore>().Count().ShouldBe(0);
    }

    [Fact]
    public async Task One_whose_name_never_came_is_said_to_be_unknown()
    {
        await using var scene = await Scene.StartAsync(BackgroundUpstream.Configuration, _time);
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, ": hello\n\n");
            Cut();
        };

        using (var reply = new StreamedReply(await BeginAsync(scene, Streamed))) await reply.ToEndOrBreakAsync();

        (await scene.LedgerRowsAsync(1)).Single().UsageSource.ShouldBe(UsageSource.Unknown);
    }

    [Fact]
    public async Task A_stream_that_is_not_in_the_background_ends_with_its_client_as_ever()
    {
        await using var scene = await Scene.StartAsync(BackgroundUpstream.Configuration, _time);
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Created, Delta);
            await HangAsync(http);
        };
        using (var reply = new StreamedReply(await BeginAsync(scene, """{"model":"asked-model","input":"q","stream":true}"""))) await reply.UntilAsync("Hi");

        await scene.Upstream.Seen.Single().Gone.WaitAsync(Patience);
        (await scene.LedgerRowsAsync(1)).Single().UsageSource.ShouldBe(UsageSource.Estimated);
        (await scene.GetAsync("/v1/responses/resp_1")).Status.ShouldBe(404);
    }

    private static string Ended(string status) =>
        Event($"response.{status}", $$"""{"type":"response.{{status}}","sequence_number":2,"response":{{Response(status, Usage)}}}""");

    private static Task<HttpResponseMessage> BeginAsync(Scene scene, string body, CancellationToken cancellationToken = default) =>
        scene.Client.SendAsync(Scene.Request("/v1/responses", body), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
}
