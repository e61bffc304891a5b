using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Weir.Bench.Relay;

/// <summary>
/// The least a .NET gateway can do: check a key, read the model, forward the bytes, relay the answer as it comes. The point
/// of reference between nginx and Weir.
/// </summary>
/// <param name="upstream">Up to and including <c>/v1</c>.</param>
/// <param name="key">What clients must present.</param>
internal sealed class BareRelay(Uri upstream, string key)
{
    private readonly Uri _target = new(upstream.ToString().TrimEnd('/') + "/chat/completions");
    private readonly string _authorization = "Bearer " + key;
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
    });

    /// <remarks>
    /// <c>--inline</c> runs Kestrel's callbacks on the threads that poll the sockets. Set
    /// <c>DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1</c> with it: one without the other gains little.
    /// </remarks>
    public static async Task<int> CommandAsync(Arguments args)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(args.Required("listen"));
        if (args.Has("inline")) builder.WebHost.UseSockets(static (SocketTransportOptions options) => options.UnsafePreferInlineScheduling = true);
        var relay = new BareRelay(new Uri(args.Required("upstream")), args.Required("key"));
        args.RefuseOthers();
        await using var app = builder.Build();
        app.Run(relay.HandleAsync);
        await app.RunAsync();
        return 0;
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization != _authorization)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var body = await ReadAsync(context.Request.BodyReader, context.RequestAborted);
        if (!NamesModel(body))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, _target) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await _http.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        context.Response.ContentLength = answer.Content.Headers.ContentLength;
        await using var stream = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
        if (answer.Content.Headers.ContentLength is not null) await stream.CopyToAsync(context.Response.Body, context.RequestAborted);
        else await RelayAsync(stream, context.Response.BodyWriter, context.RequestAborted);
    }

    private static async Task RelayAsync(Stream from, PipeWriter to, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Zero bytes first: an idle stream then holds no buffer.
            _ = await from.ReadAsync(Memory<byte>.Empty, cancellationToken);
            var read = await from.ReadAsync(to.GetMemory(), cancellationToken);
            if (read == 0) return;
            to.Advance(read);
            await to.FlushAsync(cancellationToken);
        }
    }

    private static async Task<byte[]> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            if (!result.IsCompleted)
            {
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                continue;
            }

            var body = result.Buffer.ToArray();
            reader.AdvanceTo(result.Buffer.End);
            return body;
        }
    }

    private static bool NamesModel(byte[] body)
    {
        var json = new Utf8JsonReader(body);
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1 && json.ValueTextEquals("model"u8)) return true;
        }

        return false;
    }
}
