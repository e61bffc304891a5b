using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Weir.Lab.Drills;

/// <summary>An application that asks a gateway: one call of the chat API at a time, as often and as concurrently as is wanted.</summary>
internal sealed class DrillClient : IDisposable
{
    private readonly HttpClient _http;
    /// <summary>What is asked for jobs; users ask something else.</summary>
    public static ReadOnlySpan<byte> JobsQuestion => "Write the report of the river."u8;

    private readonly TimeProvider _time;
    private readonly string _question;

    /// <param name="gateway">The gateway's address, with or without <c>/v1</c>.</param>
    /// <param name="key">What it presents as a bearer; null for nothing.</param>
    /// <param name="time">The clock that replies are timed by.</param>
    /// <param name="isJob">Whether it is a job beside the users.</param>
    public DrillClient(Uri gateway, string? key, TimeProvider time, bool isJob = false)
    {
        (_time, _question) = (time, isJob ? Encoding.UTF8.GetString(JobsQuestion) : "Tell me about the river.");
        // Its own patience is a call's only limit; it runs on the drill's clock.
        _http = new HttpClient { BaseAddress = RootOf(gateway), Timeout = Timeout.InfiniteTimeSpan };
        if (key is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Makes a call and reads its answer to the end, in good order or not. Failures are part of the reply.</summary>
    /// <param name="model">The model asked for.</param>
    /// <param name="streamed">Whether the answer comes in events.</param>
    /// <param name="patience">After this long the client gives up.</param>
    /// <param name="cancellationToken">Ends the drill.</param>
    public async Task<DrillReply> AskAsync(string model, bool streamed, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var reader = new ReplyReader(_time);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions") { Content = Body(model, _question, streamed) };
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return await reader.ReadAsync(response, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return reader.Broken($"no end within {patience.TotalSeconds:0.#} s");
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return reader.Broken("the connection broke");
        }
        catch (JsonException)
        {
            return reader.Broken("not JSON");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static StringContent Body(string model, string question, bool streamed) => new(
        $$"""{"model":"{{model}}",{{(streamed ? "\"stream\":true,\"stream_options\":{\"include_usage\":true}," : "")}}"messages":[{"role":"user","content":"{{question}}"}]}""",
        Encoding.UTF8,
        "application/json");

    private static Uri RootOf(Uri gateway)
    {
        var text = gateway.ToString().TrimEnd('/');
        return new Uri((text.EndsWith("/v1", StringComparison.Ordinal) ? text[..^3] : text).TrimEnd('/') + "/");
    }
}
