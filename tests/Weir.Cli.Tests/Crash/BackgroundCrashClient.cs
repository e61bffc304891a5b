using System.Net.Http.Json;
using System.Text.Json;
using Weir.Testing;

namespace Weir.Cli.Tests.Crash;

/// <summary>Begins responses in the background; polls some to their end, cancels some, leaves some alone; until the gateway is killed.</summary>
/// <param name="weir">The gateway.</param>
/// <param name="random">Chooses.</param>
/// <param name="most">How many responses it begins.</param>
/// <param name="killed">From then on answers may break; before, none may.</param>
internal sealed class BackgroundCrashClient(WeirProcess weir, Random random, int most, CancellationToken killed)
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(string Call, string Response)> _begun = [];

    /// <summary>Ends with the first answer.</summary>
    public Task FirstAnswer => _first.Task;

    /// <summary>The calls whose answers were seen to their end, and the responses that these promised.</summary>
    public IReadOnlyList<(string Call, string Response)> Begun => _begun;

    public async Task RunAsync()
    {
        try
        {
            for (var made = 0; made < most; made++)
            {
                var id = await BeginAsync();
                _first.TrySetResult();
                // The first is left alone, whatever comes.
                if (made == 0) continue;
                // Once in progress, once whole, once more for nothing.
                if (random.Next(3) == 0) await SendAsync(HttpMethod.Post, $"/v1/responses/{id}/cancel");
                else for (var polls = random.Next(4); polls > 0; polls--) await SendAsync(HttpMethod.Get, $"/v1/responses/{id}");
            }
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException && killed.IsCancellationRequested)
        {
            // What the kill does to everything that is under way.
        }
    }

    private async Task<string> BeginAsync()
    {
        using var response = await weir.Client.PostAsJsonAsync("/v1/responses", new { model = "sim", input = $"repeat exactly: {random.Next()}", background = true }, CancellationToken.None);
        var body = await response.Content.ReadAsStringAsync(CancellationToken.None);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"status {response.StatusCode}: {body}");
        var id = JsonDocument.Parse(body).RootElement.GetProperty("id").GetString()!;
        _begun.Add((response.Headers.GetValues("x-request-id").Single(), id));
        return id;
    }

    private async Task SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var response = await weir.Client.SendAsync(request, CancellationToken.None);
        var body = await response.Content.ReadAsStringAsync(CancellationToken.None);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"status {response.StatusCode}: {body}");
    }
}
