using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Gateway.Calls;
using Weir.Gateway.Relay;

namespace Weir.Gateway.Endpoints;

/// <summary>All HTTP routes of the gateway.</summary>
internal static class GatewayRoutes
{
    /// <summary>Maps every route.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var path = app.ServiceProvider.GetRequiredService<CallPath>();
        foreach (var endpoint in CallEndpoint.All)
            Route(app, "POST", endpoint.Path, http => path.RunAsync(http, endpoint));

        var models = app.ServiceProvider.GetRequiredService<ModelsEndpoint>();
        Route(app, "GET", "/v1/models", models.ListAsync);
        Route(app, "GET", "/v1/models/{**id}", models.FindAsync);

        var health = app.ServiceProvider.GetRequiredService<HealthEndpoint>();
        Route(app, "GET", OpenRoutes.Live, HealthEndpoint.LiveAsync);
        Route(app, "GET", OpenRoutes.Ready, health.ReadyAsync);
        Route(app, "GET", OpenRoutes.Metrics, app.ServiceProvider.GetRequiredService<MetricsEndpoint>().WriteAsync);
    }

    /// <summary>Answers a request that matches no route.</summary>
    public static Task NotFoundAsync(HttpContext http) => RefuseAsync(http, CallErrors.RouteNotFound(http.Request.Method, http.Request.Path));

    /// <summary>Answers a request that is no call with an error.</summary>
    public static async Task RefuseAsync(HttpContext http, CallError error)
    {
        using var reply = new Reply(http.Response, CallId.New(http.RequestServices.GetRequiredService<TimeProvider>()));
        await reply.FailAsync(error);
    }

    private static void Route(IEndpointRouteBuilder app, string method, string pattern, RequestDelegate handler) =>
        app.Map(pattern, http =>
        {
            if (HttpMethods.Equals(http.Request.Method, method)) return handler(http);
            http.Response.Headers.Allow = method;
            return RefuseAsync(http, CallErrors.MethodNotAllowed(http.Request.Method, http.Request.Path));
        });
}
