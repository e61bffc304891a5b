using Microsoft.AspNetCore.Routing;
using Weir.Gateway.Endpoints;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd;

public sealed class OpenRoutesTests
{
    [Fact]
    public async Task Every_route_wants_a_key_unless_it_is_listed_as_open()
    {
        await using var scene = await Scene.StartAsync();
        using var stranger = scene.ClientWith(null);
        var routes = scene.Part<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText!).ToArray();
        routes.Length.ShouldBeGreaterThan(5);
        OpenRoutes.All.ShouldBeSubsetOf(routes);

        foreach (var route in routes.Except(OpenRoutes.All))
        {
            var path = "/" + route.Replace("{**id}", "asked-model", StringComparison.Ordinal).Replace("{**path}", "anything", StringComparison.Ordinal).TrimStart('/');
            foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Head, HttpMethod.Options])
            {
                using var response = await stranger.SendAsync(new HttpRequestMessage(method, path));
                ((int)response.StatusCode).ShouldBeOneOf([401, 404, 405], $"{method} {path}");
            }
        }
    }

    [Fact]
    public async Task Open_routes_answer_strangers_and_show_nothing_of_anybody()
    {
        await using var scene = await Scene.StartAsync();
        await scene.ChatAsync("""{"model":"asked-model","user":"anna@example.org","messages":[{"content":"the-question"}]}""", ("x-weir-tags", "the-tag"));
        using var stranger = scene.ClientWith(null);

        foreach (var route in OpenRoutes.All)
        {
            using var response = await stranger.GetAsync(route);
            var answer = await Scene.AnswerAsync(response);
            answer.Status.ShouldBe(200);
            foreach (var secret in (string[])["anna", "the-question", "the-tag", "Hello there", scene.Key, Scene.UpstreamKey, scene.Directory, scene.Upstream.BaseUrl])
                answer.Body.ShouldNotContain(secret);
        }
    }
}
