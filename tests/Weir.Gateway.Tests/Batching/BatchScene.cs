using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Batching;
using Weir.Gateway.Ledger;
using Weir.Testing;

namespace Weir.Gateway.Tests.Batching;

/// <summary>A gateway that sends embeddings together, on a clock that stands still, and an upstream that gives each text a vector of its own and counts what each request uses.</summary>
internal sealed class BatchScene : IAsyncDisposable
{
    /// <summary>What each test configures: calls wait 5 ms for others.</summary>
    public static readonly string Configuration = Scene.Configuration.Replace("retries: 0", "retries: 0, batch: { wait: 5ms, max: 64 }", StringComparison.Ordinal);

    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentDictionary<string, long> _used = new();

    private BatchScene(Scene scene, FakeTimeProvider clock)
    {
        (Scene, Clock) = (scene, clock);
        scene.Upstream.Behaviour = AnswerAsync;
    }

    public Scene Scene { get; }

    public FakeTimeProvider Clock { get; }

    /// <summary>What the upstream does before it answers a request with these texts; true says that this was the answer.</summary>
    public Func<HttpContext, IReadOnlyList<string>, Task<bool>> First { get; set; } = static (_, _) => Task.FromResult(false);

    /// <summary>How many texts each request had that the upstream was sent.</summary>
    public IReadOnlyList<int> Sizes => [.. Scene.Upstream.Seen.Select(request => TextsOf(request).Count)];

    public static async Task<BatchScene> StartAsync(string? configuration = null)
    {
        var clock = new FakeTimeProvider();
        return new BatchScene(await Scene.StartAsync(configuration ?? Configuration, clock), clock);
    }

    /// <summary>A request for one text's vector.</summary>
    /// <param name="text">The text.</param>
    /// <param name="more">Members besides, each with a comma in front.</param>
    public static string Body(string text, string more = "") => $$"""{"model":"asked-model","input":{{JsonSerializer.Serialize(text)}}{{more}}}""";

    public Task<Answer> EmbedAsync(string text, string more = "", params (string Name, string Value)[] headers) => Scene.PostAsync("/v1/embeddings", Body(text, more), headers);

    /// <summary>Waits until a number of calls have joined batches.</summary>
    public Task JoinedAsync(int calls) => Scene.UntilAsync(() => Scene.Part<OpenBatches>().Waiting == calls, $"{calls} calls wait for others");

    /// <summary>Lets the time pass that calls wait for others.</summary>
    public void PassWait() => Clock.Advance(Wait);

    /// <summary>Waits until the calls have joined, sends them off, and waits for their answers.</summary>
    public async Task<Answer[]> SendAsync(params IReadOnlyList<Task<Answer>> calls)
    {
        await JoinedAsync(calls.Count);
        PassWait();
        return await Task.WhenAll(calls);
    }

    /// <summary>Checks that an answer is a good one with the vector of a text and of no other.</summary>
    public static void ShouldBeOf(Answer answer, string text)
    {
        answer.Status.ShouldBe(200, answer.Body);
        var item = answer.Json.GetProperty("data").EnumerateArray().ShouldHaveSingleItem();
        item.GetProperty("index").GetInt32().ShouldBe(0);
        var vector = item.GetProperty("embedding");
        float[] numbers = vector.ValueKind == JsonValueKind.String
            ? MemoryMarshal.Cast<byte, float>(vector.GetBytesFromBase64()).ToArray()
            : [.. vector.EnumerateArray().Select(number => number.GetSingle())];
        numbers.ShouldBe(VectorOf(text));
    }

    /// <summary>Checks that client and ledger agree on what a call used.</summary>
    public CallRecord ShouldAgree(Answer answer)
    {
        var row = Scene.Ledger(answer.RequestId).ShouldNotBeNull();
        answer.Json.GetProperty("usage").GetProperty("prompt_tokens").GetInt64().ShouldBe(row.Usage.Input);
        answer.Json.GetProperty("usage").GetProperty("total_tokens").GetInt64().ShouldBe(row.Usage.Input);
        return row;
    }

    /// <summary>Checks that all that the upstream has answered is in the ledger, to the token.</summary>
    public void ShouldAddUp()
    {
        Answered().Select(group => group.Key).ShouldBe(_used.Keys, ignoreOrder: true);
        ShouldAddUpWhereAnswered();
    }

    /// <summary>Checks that for every request that was answered the upstream's count is the sum of what the ledger has, at one dollar for a million tokens.</summary>
    public void ShouldAddUpWhereAnswered()
    {
        foreach (var group in Answered())
        {
            group.Sum(attempt => attempt.Usage.Input).ShouldBe(_used[group.Key!]);
            group.Sum(attempt => attempt.Cost).ShouldBe(_used[group.Key!] / 1_000_000m);
            group.Select(attempt => attempt.BatchId).Distinct().ShouldHaveSingleItem();
        }
    }

    /// <summary>Checks that nothing is left of calls that have ended.</summary>
    public Task ShouldBeEmptyAsync() => Scene.UntilAsync(() => Scene.InFlight == 0 && Scene.Part<OpenBatches>().Waiting == 0, "nothing is left of the calls");

    /// <summary>Lets time pass meanwhile, so that calls of a test that has failed do not hold the gateway up.</summary>
    public async ValueTask DisposeAsync()
    {
        var ending = Scene.DisposeAsync().AsTask();
        await Scene.UntilAsync(
            () =>
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
                return ending.IsCompleted;
            },
            "all has ended");
        await ending;
    }

    private ILookup<string?, AttemptRecord> Answered() =>
        Scene.LedgerRows().SelectMany(row => row.Attempts).Where(attempt => attempt is { Outcome: Outcome.Completed, UpstreamRequestId: not null }).ToLookup(attempt => attempt.UpstreamRequestId);

    private async Task AnswerAsync(HttpContext http, UpstreamRequest request)
    {
        var texts = TextsOf(request);
        if (await First(http, texts)) return;
        // No multiple of anything, so that shares are no whole numbers.
        var tokens = texts.Sum(text => text.Length) + 7;
        var id = $"up-{Guid.NewGuid()}";
        _used[id] = tokens;
        http.Response.Headers["x-request-id"] = id;
        await ScriptedUpstream.JsonAsync(http, 200, request.Path.EndsWith(":batchEmbedContents", StringComparison.Ordinal) ? AsGemini(texts, tokens) : AsOpenAI(request, texts, tokens));
    }

    /// <summary>The last text's vector first: their numbers say whose they are, not their places.</summary>
    private static string AsOpenAI(UpstreamRequest request, IReadOnlyList<string> texts, long tokens)
    {
        var isBase64 = request.Body.Contains("\"base64\"", StringComparison.Ordinal);
        object Written(string text) => isBase64 ? Convert.ToBase64String(MemoryMarshal.AsBytes(VectorOf(text).AsSpan())) : VectorOf(text);
        var items = texts.Select((text, i) => new { @object = "embedding", index = i, embedding = Written(text) }).Reverse();
        return JsonSerializer.Serialize(new { @object = "list", data = items, model = "upstream-embed", usage = new { prompt_tokens = tokens, total_tokens = tokens } });
    }

    private static string AsGemini(IReadOnlyList<string> texts, long tokens) =>
        JsonSerializer.Serialize(new { embeddings = texts.Select(text => new { values = VectorOf(text) }), usageMetadata = new { promptTokenCount = tokens } });

    private static IReadOnlyList<string> TextsOf(UpstreamRequest request)
    {
        var body = JsonDocument.Parse(request.Body).RootElement;
        if (body.TryGetProperty("requests", out var requests))
            return [.. requests.EnumerateArray().Select(each => each.GetProperty("content").GetProperty("parts")[0].GetProperty("text").GetString()!)];
        var input = body.GetProperty("input");
        return input.ValueKind == JsonValueKind.String ? [input.GetString()!] : [.. input.EnumerateArray().Select(text => text.ToString())];
    }

    private static float[] VectorOf(string text) => [text.Length, text.Length == 0 ? 0 : text[0], text.Sum(letter => letter) % 10_007];
}
