using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Gateway.Admin;
using Weir.Gateway.Calls;
using Weir.Gateway.Relay;
using Weir.Gateway.Responses;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Endpoints;

/// <summary>All HTTP routes of the gateway.</summary>
internal static class GatewayRoutes
{
    /// <summary>Maps every route.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var path = app.ServiceProvider.GetRequiredService<CallPath>();
        foreach (var endpoint in CallEndpoint.Fixed)
            Route(app, endpoint.Path, ("POST", http => path.RunAsync(http, endpoint)));

        var models = app.ServiceProvider.GetRequiredService<ModelsEndpoint>();
        var gemini = new GeminiRoute(path);
        foreach (var version in (string[])["/v1", "/v1beta"])
        {
            Route(app, $"{version}/models", ("GET", models.ListAsync));
            Route(app, $"{version}/models/{{**{GeminiRoute.Parameter}}}", ("GET", models.FindAsync), ("POST", gemini.RunAsync));
        }

        var responses = app.ServiceProvider.GetRequiredService<StoredResponsesEndpoint>();
        Route(app, "/v1/responses/{id}", ("GET", Stored(responses.FindAsync)), ("DELETE", Stored(responses.DeleteAsync)));
        Route(app, "/v1/responses/{id}/input_items", ("GET", Stored(responses.InputItemsAsync)));
        Route(app, "/v1/responses/{id}/cancel", ("POST", Stored(responses.CancelAsync)));

        // Else it would be taken for a response's identifier.
        app.Map("/v1/responses/compact", UnmatchedAsync);

        var health = app.ServiceProvider.GetRequiredService<HealthEndpoint>();
        Route(app, OpenRoutes.Live, ("GET", HealthEndpoint.LiveAsync));
        Route(app, OpenRoutes.Ready, ("GET", health.ReadyAsync));
        Route(app, OpenRoutes.Deployments, ("GET", app.ServiceProvider.GetRequiredService<DeploymentHealthEndpoint>().WriteAsync));
        Route(app, OpenRoutes.Metrics, ("GET", app.ServiceProvider.GetRequiredService<MetricsEndpoint>().WriteAsync));
        AdminRoutes.Map(app);
    }

    /// <summary>
    /// Takes what matches no route: passed on where the operator has said to whom, unknown otherwise. Not a route of its own,
    /// which would be a candidate for every request: it made a plain call cost half as much processor time again (bench, small).
    /// </summary>
    public static Task UnmatchedAsync(HttpContext http) => http.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal)
        ? http.RequestServices.GetRequiredService<RelayRoute>().RunAsync(http)
        : NotFoundAsync(http);

    /// <summary>Answers a request for something that does not exist.</summary>
    public static Task NotFoundAsync(HttpContext http) => RefuseAsync(http, CallErrors.RouteNotFound(http.Request.Method, http.Request.Path));

    /// <summary>Answers a request that is no call with an error.</summary>
    public static async Task RefuseAsync(HttpContext http, CallError error)
    {
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        using var reply = new Reply(http.Response, CallId.New(time), ClientDialects.Of(http.Request), time);
        await reply.FailAsync(error);
    }

    /// <summary>A database that cannot be read is an error in the client's dialect too.</summary>
    private static RequestDelegate Stored(RequestDelegate handler) => async http =>
    {
        try
        {
            await handler(http);
        }
        catch (StorageException) when (!http.Response.HasStarted)
        {
            await RefuseAsync(http, CallErrors.NotRecording());
        }
    };

    private static void Route(IEndpointRouteBuilder app, string pattern, params (string Method, RequestDelegate Handler)[] methods) =>
        app.Map(pattern, http =>
        {
            foreach (var (method, handler) in methods)
                if (HttpMethods.Equals(http.Request.Method, method)) return handler(http);
            http.Response.Headers.Allow = string.Join(", ", methods.Select(known => known.Method));
            return RefuseAsync(http, CallErrors.MethodNotAllowed(http.Request.Method, http.Request.Path));
        });
}
