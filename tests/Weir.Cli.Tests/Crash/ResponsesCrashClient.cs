using System.Text;
using Weir.Testing;

namespace Weir.Cli.Tests.Crash;

/// <summary>A conversation in the responses API, plain and streamed turns that go on from each other, until the gateway is killed.</summary>
/// <param name="weir">The gateway.</param>
/// <param name="random">Makes the turns different.</param>
/// <param name="killed">From then on answers may break; before, none may.</param>
internal sealed class ResponsesCrashClient(WeirProcess weir, Random random, CancellationToken killed) : ICrashClient
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _ended = [];

    /// <inheritdoc/>
    public Task FirstAnswer => _first.Task;

    /// <inheritdoc/>
    public IReadOnlyList<string> Ended => _ended;

    /// <inheritdoc/>
    public async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await TurnAsync(stream: random.Next(3) != 0);
                _first.TrySetResult();
            }
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException && killed.IsCancellationRequested)
        {
            // What the kill does to everything that is under way.
        }
    }

    private async Task TurnAsync(bool stream)
    {
        var goesOn = _ended.Count > 0 && random.Next(4) != 0 ? $",\"previous_response_id\":\"resp_{_ended[^1]}\"" : "";
        var body = $$"""{"model":"sim-fast","stream":{{(stream ? "true" : "false")}},"max_output_tokens":{{random.Next(16, 40)}},"input":"{{random.Next()}}"{{goesOn}}}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/responses") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await weir.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, CancellationToken.None);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"status {response.StatusCode} for {body}");
        var id = response.Headers.GetValues("x-request-id").Single();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(CancellationToken.None));
        if (stream) await ReadEventsAsync(reader, id);
        else await reader.ReadToEndAsync(CancellationToken.None);
        if (!stream) _ended.Add(id);
    }

    private async Task ReadEventsAsync(StreamReader reader, string id)
    {
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
        {
            // The whole event is there with its data: at max_output_tokens the answer ends as incomplete.
            if (!line.StartsWith("data: ", StringComparison.Ordinal) || !(line.Contains("\"type\":\"response.completed\"", StringComparison.Ordinal) || line.Contains("\"type\":\"response.incomplete\"", StringComparison.Ordinal))) continue;
            // Noted at once: whatever the connection does from here on, the client knows that the answer is whole.
            _ended.Add(id);
            await reader.ReadToEndAsync(CancellationToken.None);
            return;
        }
        if (!killed.IsCancellationRequested) throw new InvalidOperationException($"the stream {id} ended without an end");
        throw new IOException("the stream was cut by the kill");
    }
}
