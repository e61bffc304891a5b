using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Weir.Cli.Output;
using Weir.Gateway;

namespace Weir.Cli.Commands.Faults;

/// <summary>Talks to the admin API of a running gateway. What it refuses becomes a <see cref="StartupException"/> with the remedy.</summary>
internal sealed class AdminClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly HttpClient _http;

    private AdminClient(HttpClient http) => _http = http;

    /// <exception cref="StartupException">The address is none, or there is no key.</exception>
    public static AdminClient To(string url, string? key)
    {
        if (!Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new StartupException($"'{Show.Text(url)}' is no address of a gateway", "Give one such as http://127.0.0.1:8080 with --url or WEIR_URL.");
        if (string.IsNullOrWhiteSpace(key) || key.Any(c => c is < '!' or > '~'))
            throw new StartupException(key is null ? "no admin key is given" : "this cannot be an admin key", "Set WEIR_ADMIN_KEY to the gateway's admin.key.");
        var http = new HttpClient { BaseAddress = address, Timeout = Patience };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return new AdminClient(http);
    }

    /// <summary>The path of a fault; slashes in its name stay slashes.</summary>
    public static string PathOf(string fault) => "faults/" + Uri.EscapeDataString(fault).Replace("%2F", "/", StringComparison.Ordinal);

    /// <summary>Sends a request.</summary>
    /// <param name="method">What to do.</param>
    /// <param name="path">Below <c>/admin/v1/</c>.</param>
    /// <param name="body">Sent as JSON, or null for none.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="StartupException">The gateway cannot be reached, or refuses.</exception>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, "admin/v1/" + path);
        if (body is not null) request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        try
        {
            using var response = await _http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            return response.IsSuccessStatusCode ? JsonDocument.Parse(text).RootElement : throw Refused((int)response.StatusCode, text);
        }
        catch (Exception broken) when (broken is HttpRequestException or TaskCanceledException or JsonException)
        {
            throw new StartupException($"there is no gateway that answers at {_http.BaseAddress}", "Start it with weir up, or name its address with --url or WEIR_URL.", broken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static StartupException Refused(int status, string text)
    {
        var error = ErrorIn(text);
        // Whatever listens there may be no gateway at all.
        if (Text(error, "code") is not { } code || Text(error, "message") is not { } message)
            return new StartupException($"what listens there answers with status {status}", "Name the gateway's address with --url or WEIR_URL.");
        // A mistake in a line; each is shown as one.
        return new StartupException(string.Join('\n', message.Split('\n').Select(line => Show.Text(line, 500))), code switch
        {
            "invalid_admin_key" => "Set WEIR_ADMIN_KEY to the gateway's admin.key.",
            "admin_disabled" => "The gateway takes it over within a second.",
            "invalid_fault" => "'weir faults start --help' shows how a fault is written.",
            _ => "'weir faults list' shows those that there are.",
        });
    }

    private static JsonElement ErrorIn(string text)
    {
        try
        {
            return JsonDocument.Parse(text).RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("error", out var error) ? error : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement error, string member) =>
        error.ValueKind == JsonValueKind.Object && error.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
