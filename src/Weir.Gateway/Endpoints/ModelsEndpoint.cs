using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Calls;
using Weir.Gateway.Configuration;
using Weir.Gateway.Identity;
using Weir.Gateway.Model;

namespace Weir.Gateway.Endpoints;

/// <summary>Lists the models that the caller's key may ask for, in the shape of the dialect that the caller's headers speak of.</summary>
internal sealed class ModelsEndpoint(ConfigWatcher configuration, IdentityStage identity, TimeProvider time)
{
    /// <summary>OpenAI's <c>created</c> is when a model came to be; here it is when this gateway started to offer any.</summary>
    private readonly long _created = time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>GET /v1/models</summary>
    public async Task ListAsync(HttpContext http)
    {
        var model = configuration.Current;
        var (key, error) = await identity.FindAsync(http.Request, model);
        if (key is null)
        {
            await GatewayRoutes.RefuseAsync(http, error!);
            return;
        }
        string[] names = [.. Allowed(model, key).Order(StringComparer.Ordinal)];
        var shape = new ModelsShape(ClientDialects.Of(http.Request), _created);
        await WriteAsync(http, json => shape.WriteList(json, names));
    }

    /// <summary>GET /v1/models/{id}</summary>
    public async Task FindAsync(HttpContext http)
    {
        var model = configuration.Current;
        var (key, error) = await identity.FindAsync(http.Request, model);
        var name = GeminiRoute.ModelName(http);
        if (key is not null && !Allowed(model, key).Contains(name))
            error = CallErrors.ModelNotFound(name, NearestNames.Of(name, Allowed(model, key)));
        var shape = new ModelsShape(ClientDialects.Of(http.Request), _created);
        if (error is null) await WriteAsync(http, json => shape.WriteModel(json, name));
        else await GatewayRoutes.RefuseAsync(http, error);
    }

    private static IEnumerable<string> Allowed(GatewayModel model, KeyModel key) =>
        key.Models is { } allowed ? model.Models.Keys.Where(allowed.Contains) : model.Models.Keys;

    private async Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        await using (var json = new Utf8JsonWriter(body)) write(json);
        http.Response.Headers["x-request-id"] = CallId.New(time);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.WrittenCount;
        await http.Response.BodyWriter.WriteAsync(body.WrittenMemory);
    }
}
