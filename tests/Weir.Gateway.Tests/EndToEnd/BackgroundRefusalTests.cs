using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>What cannot be done in the background is refused before anything is sent.</summary>
public sealed class BackgroundRefusalTests
{
    private const string Background = """{"model":"asked-model","input":"q","background":true}""";

    [Fact]
    public async Task By_a_provider_that_knows_no_responses()
    {
        await using var scene = await Scene.StartAsync();

        (await scene.PostAsync("/v1/responses", Background)).ShouldBeError(400, "unsupported_parameter", scene).ShouldContain("'background'");

        scene.Upstream.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task Unless_the_operator_lets_it_be_dropped()
    {
        await using var scene = await Scene.StartAsync(Scene.Configuration.Replace("route: [big]", "route: [big], drop: [background]", StringComparison.Ordinal));

        var answer = await scene.PostAsync("/v1/responses", Background);

        (answer.Status, answer.Headers["x-weir-dropped"]).ShouldBe((200, "background"));
        answer.Json.GetProperty("status").GetString().ShouldBe("completed");
    }

    [Fact]
    public async Task Without_being_stored()
    {
        await using var scene = await Scene.StartAsync(BackgroundUpstream.Configuration);

        (await scene.PostAsync("/v1/responses", """{"model":"asked-model","input":"q","background":true,"store":false}"""))
            .ShouldBeError(400, "invalid_value", scene).ShouldContain("store");

        scene.Upstream.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task At_a_gateway_that_keeps_nothing()
    {
        await using var scene = await Scene.StartAsync(BackgroundUpstream.Configuration + "\nresponses: { retention: 0s }");

        (await scene.PostAsync("/v1/responses", Background)).ShouldBeError(400, "invalid_value", scene).ShouldContain("responses.retention");

        scene.Upstream.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task In_a_conversation_that_another_provider_has_begun()
    {
        await using var scene = await Scene.StartAsync("""
            providers:
              up: { base_url: "{upstream}", apis: [chat, responses], api_key: "${UPSTREAM_KEY}" }
              chatty: { base_url: "{upstream}", apis: [chat], api_key: "${UPSTREAM_KEY}" }
            deployments:
              big: { provider: up, model: gpt-upstream, price: { input: 1, output: 10 } }
              small: { provider: chatty, model: gpt-small, price: { input: 1, output: 10 } }
            models:
              asked-model: { route: [big] }
              other-model: { route: [small] }
            """);
        var first = await scene.PostAsync("/v1/responses", """{"model":"other-model","input":"q"}""");
        var seen = scene.Upstream.Seen.Count;

        var refused = await scene.PostAsync("/v1/responses", $$"""{"model":"asked-model","input":"and?","background":true,"previous_response_id":"{{first.Json.GetProperty("id").GetString()}}"}""");

        refused.ShouldBeError(400, "invalid_value", scene).ShouldContain("another provider");
        scene.Upstream.Seen.Count.ShouldBe(seen);
    }

    [Fact]
    public async Task When_it_is_said_twice()
    {
        await using var scene = await Scene.StartAsync(BackgroundUpstream.Configuration);

        (await scene.PostAsync("/v1/responses", """{"model":"asked-model","input":"q","background":false,"background":true}""")).ShouldBeError(400, "duplicate_parameter", scene);
    }

    [Fact]
    public async Task As_a_stream_that_is_taken_up_again()
    {
        var up = await BackgroundUpstream.StartAsync();
        await using var scene = up.Scene;
        await up.BeginAsync();

        (await scene.GetAsync("/v1/responses/resp_1?stream=true&starting_after=3")).ShouldBeError(400, "unsupported_parameter", scene);
    }

    [Fact]
    public async Task But_a_picture_may_have_a_background()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, """{"created":1,"data":[]}""");

        (await scene.PostAsync("/v1/images/generations", """{"model":"asked-model","prompt":"p","background":"transparent"}""")).Status.ShouldBe(200);
    }
}
