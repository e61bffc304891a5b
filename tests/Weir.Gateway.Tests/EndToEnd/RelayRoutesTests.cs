using System.Net.Http.Headers;
using System.Text;
using Weir.Gateway.Ledger;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>Routes that Weir passes on without understanding them: pictures, recordings, and what no model leads to.</summary>
public sealed class RelayRoutesTests
{
    private const string RelayTo = Scene.Configuration + "\nserver: { relay_to: big }";

    [Fact]
    public async Task Speech_comes_back_byte_for_byte_and_is_in_the_ledger()
    {
        await using var scene = await Scene.StartAsync();
        byte[] sound = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];
        scene.Upstream.Behaviour = async (http, _) =>
        {
            http.Response.ContentType = "audio/mpeg";
            await http.Response.Body.WriteAsync(sound);
        };

        using var response = await scene.Client.PostAsync("/v1/audio/speech", new StringContent("""{"model":"asked-model","voice":"alloy","input":"hi"}""", Encoding.UTF8, "application/json"));

        response.Content.Headers.ContentType!.MediaType.ShouldBe("audio/mpeg");
        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(sound);
        var seen = scene.Upstream.Seen.ShouldHaveSingleItem();
        seen.Path.ShouldBe("/v1/audio/speech");
        seen.Body.ShouldBe("""{"model":"upstream-model","voice":"alloy","input":"hi"}""");
        var row = scene.LedgerRows().ShouldHaveSingleItem();
        (row.Endpoint, row.Outcome, row.ModelAsked).ShouldBe(("audio.speech", Outcome.Completed, "asked-model"));
    }

    [Fact]
    public async Task A_form_goes_on_with_the_upstreams_name_of_the_model()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => ScriptedUpstream.JsonAsync(http, 200, """{"text":"hello","usage":{"type":"tokens","input_tokens":14,"output_tokens":3,"total_tokens":17}}""");
        using var form = new MultipartFormDataContent("bound")
        {
            { new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new MediaTypeHeaderValue("audio/wav") } }, "file", "a.wav" },
            { new StringContent("asked-model"), "model" },
        };

        using var response = await scene.Client.PostAsync("/v1/audio/transcriptions", form);

        (await response.Content.ReadAsStringAsync()).ShouldContain("hello");
        var seen = scene.Upstream.Seen.ShouldHaveSingleItem();
        seen.Headers["content-type"].ShouldBe("multipart/form-data; boundary=\"bound\"");
        seen.Body.ShouldContain("\r\n\r\nupstream-model\r\n");
        seen.Body.ShouldNotContain("asked-model");
        scene.LedgerRows().ShouldHaveSingleItem().Endpoint.ShouldBe("audio.transcriptions");
    }

    [Fact]
    public async Task A_broken_off_recording_is_not_presented_as_whole()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            http.Response.ContentType = "audio/mpeg";
            http.Response.ContentLength = 1000;
            await http.Response.Body.WriteAsync(new byte[400]);
            await http.Response.Body.FlushAsync();
            ScriptedUpstream.Cut();
        };

        var answer = await scene.PostAsync("/v1/audio/speech", """{"model":"asked-model"}""");

        (answer.Status != 200 || answer.IsBrokenOff).ShouldBeTrue();
        (await scene.LedgerRowsAsync(1))[0].Outcome.ShouldBe(Outcome.Truncated);
    }

    [Fact]
    public async Task What_no_route_knows_is_unknown_until_the_operator_says_where_it_goes()
    {
        await using var scene = await Scene.StartAsync();
        (await scene.GetAsync("/v1/files?purpose=batch")).Status.ShouldBe(404);
        scene.Upstream.Seen.ShouldBeEmpty();

        (await scene.ReloadAsync(RelayTo)).ShouldBeTrue();
        scene.Upstream.Behaviour = (http, _) => ScriptedUpstream.JsonAsync(http, 200, """{"object":"list","data":[]}""");
        (await scene.GetAsync("/v1/files?purpose=batch")).Body.ShouldBe("""{"object":"list","data":[]}""");

        var seen = scene.Upstream.Seen.ShouldHaveSingleItem();
        seen.Path.ShouldBe("/v1/files?purpose=batch");
        seen.Headers["authorization"].ShouldBe("Bearer " + Scene.UpstreamKey);
        var row = scene.LedgerRows().ShouldHaveSingleItem();
        (row.Endpoint, row.ModelAsked, row.Deployment).ShouldBe(("relay", null, "big"));
    }

    [Fact]
    public async Task A_key_that_is_bound_to_models_cannot_reach_the_providers_account()
    {
        await using var scene = await Scene.StartAsync(RelayTo);
        using var client = scene.ClientWith(scene.CreateKey("bound", models: ["asked-model"]).Plaintext);

        using var response = await client.GetAsync("/v1/files");

        ((int)response.StatusCode).ShouldBe(403);
        scene.Upstream.Seen.ShouldBeEmpty();
    }
}
