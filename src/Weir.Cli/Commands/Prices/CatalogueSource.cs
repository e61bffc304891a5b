using System.Text.Json;
using Weir.Cli.Output;
using Weir.Gateway;

namespace Weir.Cli.Commands.Prices;

/// <summary>A catalogue's file, from this machine or from the network.</summary>
internal static class CatalogueSource
{
    private const int Largest = 64 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="from">A path, or an http or https address.</param>
    /// <exception cref="StartupException">It cannot be had, or is no JSON.</exception>
    public static async Task<JsonDocument> ReadAsync(string from)
    {
        try
        {
            return JsonDocument.Parse(IsAddress(from) ? await FetchAsync(from) : await File.ReadAllBytesAsync(from));
        }
        catch (JsonException broken)
        {
            throw new StartupException($"'{Show.Text(from)}' is no JSON", "Name a catalogue's file: models.dev's api.json, LiteLLM's price map, OpenRouter's list of models or one of Portkey's.", broken);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or HttpRequestException or TaskCanceledException)
        {
            throw new StartupException($"'{Show.Text(from)}' cannot be read", "Name a file, or an address that answers.", broken);
        }
    }

    private static bool IsAddress(string from) => Uri.TryCreate(from, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https");

    private static async Task<byte[]> FetchAsync(string address)
    {
        using var http = new HttpClient { Timeout = Patience, MaxResponseContentBufferSize = Largest };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("weir");
        return await http.GetByteArrayAsync(new Uri(address));
    }
}
