using System.Text;
using Weir.Testing;

namespace Weir.Cli.Tests.Crash;

/// <summary>Calls one after the other, plain and streamed, until the gateway is killed.</summary>
/// <param name="weir">The gateway.</param>
/// <param name="random">Makes the calls different.</param>
/// <param name="killed">From then on answers may break; before, none may.</param>
internal sealed class CrashClient(WeirProcess weir, Random random, CancellationToken killed) : ICrashClient
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _ended = [];

    /// <inheritdoc/>
    public Task FirstAnswer => _first.Task;

    /// <summary>Identifiers of the calls whose answers were seen to their end.</summary>
    public IReadOnlyList<string> Ended => _ended;

    /// <inheritdoc/>
    public async Task RunAsync()
    {
        try
        {
            while (true)
            {
                if (random.Next(3) == 0) await PlainAsync();
                else await StreamedAsync();
                _first.TrySetResult();
            }
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException && killed.IsCancellationRequested)
        {
            // What the kill does to everything that is under way.
        }
    }

    private async Task PlainAsync()
    {
        using var response = await SendAsync(stream: false);
        await response.Content.ReadAsByteArrayAsync(CancellationToken.None);
        _ended.Add(IdOf(response));
    }

    private async Task StreamedAsync()
    {
        using var response = await SendAsync(stream: true);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(CancellationToken.None));
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (line != "data: [DONE]") continue;
            // Noted at once: whatever the connection does from here on, the client knows that the answer is whole.
            _ended.Add(IdOf(response));
            await reader.ReadToEndAsync(CancellationToken.None);
            return;
        }
        if (!killed.IsCancellationRequested) throw new InvalidOperationException($"the stream {IdOf(response)} ended without an end");
        throw new IOException("the stream was cut by the kill");
    }

    private async Task<HttpResponseMessage> SendAsync(bool stream)
    {
        var model = random.Next(2) == 0 ? "sim" : "sim-fast";
        var body = $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"max_tokens":{{random.Next(1, 40)}},"messages":[{"role":"user","content":"{{random.Next()}}"}]}""";
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        var response = await weir.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, CancellationToken.None);
        return response.IsSuccessStatusCode ? response : throw new InvalidOperationException($"status {response.StatusCode} for {body}");
    }

    private static string IdOf(HttpResponseMessage response) => response.Headers.GetValues("x-request-id").Single();
}
