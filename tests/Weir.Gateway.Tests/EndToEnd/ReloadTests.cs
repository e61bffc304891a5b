using Weir.Gateway.Configuration;
using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

public sealed class ReloadTests
{
    private static readonly string Next = Scene.Configuration
        .Replace("model: upstream-model,", "model: newer-model,", StringComparison.Ordinal).Replace("output: 10", "output: 20", StringComparison.Ordinal);

    [Fact]
    public async Task A_call_under_way_keeps_its_snapshot_and_new_calls_see_the_new_one()
    {
        var go = new TaskCompletionSource();
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = async (http, request) =>
        {
            await EventsAsync(http, Chunk("""{"content":"x"}"""));
            if (request.Body.Contains("upstream-model", StringComparison.Ordinal)) await go.Task;
            await SendAsync(http, WholeStream(request));
        };
        using var old = await scene.StreamAsync();
        await old.UntilAsync("\"x\"");

        (await scene.ReloadAsync(Next)).ShouldBeTrue();
        var answer = await scene.ChatAsync(Scene.HelloStreamed);
        go.SetResult();
        (await old.ToEndAsync()).ShouldEndWith(Done);

        var before = scene.Ledger(old.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        var after = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        before.Release.ShouldNotBe(after.Release);
        (before.Cost, before.Attempts.Single().ModelSent, before.Attempts.Single().PriceVersion).ShouldBe((0.00004m, "upstream-model", "config:big:1/10/0.1"));
        (after.Cost, after.Attempts.Single().ModelSent, after.Attempts.Single().PriceVersion).ShouldBe((0.00007m, "newer-model", "config:big:1/20/0.1"));
        (await scene.GetAsync("/health/ready")).Json.GetProperty("release").GetString().ShouldBe(after.Release);
    }

    [Theory]
    [InlineData("")]
    [InlineData("providers: [")]
    [InlineData("nonsense: true")]
    [InlineData("models: { asked-model: { route: [nowhere] } }")]
    [InlineData("\u0000\u0001")]
    public async Task A_bad_file_changes_nothing_and_readiness_says_so(string file)
    {
        await using var scene = await Scene.StartAsync();
        var release = (await scene.GetAsync("/health/ready")).Json.GetProperty("release").GetString();

        (await scene.ReloadAsync(file)).ShouldBeFalse();

        var ready = await scene.GetAsync("/health/ready");
        ready.Status.ShouldBe(200);
        (ready.Json.GetProperty("configuration").GetString(), ready.Json.GetProperty("release").GetString()).ShouldBe(("last reload rejected", release));
        scene.Ledger((await scene.ChatAsync(Scene.Hello)).RequestId)!.Release.ShouldBe(release);

        (await scene.ReloadAsync(Next)).ShouldBeTrue();
        (await scene.GetAsync("/health/ready")).Json.GetProperty("configuration").GetString().ShouldBe("ok");
    }

    [Fact]
    public async Task A_change_of_the_file_is_noticed_without_being_told()
    {
        await using var scene = await Scene.StartAsync();

        await File.WriteAllTextAsync(Path.Combine(scene.Directory, "weir.yaml"), Next.Replace("{upstream}", scene.Upstream.BaseUrl, StringComparison.Ordinal));

        await Scene.UntilAsync(() => scene.Part<ConfigWatcher>().Current.Deployments["big"].UpstreamModel == "newer-model", "the change is noticed");
        await scene.ChatAsync(Scene.Hello);
        scene.Upstream.Seen.Single().Body.ShouldContain("newer-model");
    }

    [Fact]
    public async Task Reloads_in_the_middle_of_many_calls_harm_none()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, request) => EventsAsync(http, WholeStream(request));
        var loops = Enumerable.Range(0, 4).Select(async _ =>
        {
            var answers = new List<Answer>();
            for (var i = 0; i < 25; i++) answers.Add(await scene.ChatAsync(Scene.HelloStreamed));
            return answers;
        }).ToArray();

        for (var i = 0; i < 20; i++)
        {
            (await scene.ReloadAsync(i % 2 == 0 ? Next : Scene.Configuration)).ShouldBeTrue();
            await scene.GetAsync("/health/live");
        }

        foreach (var answer in (await Task.WhenAll(loops)).SelectMany(answers => answers))
        {
            answer.Body.ShouldEndWith(Done);
            var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
            row.Cost.ShouldBe(row.Attempts.Single().ModelSent == "newer-model" ? 0.00007m : 0.00004m);
        }
    }

    [Fact]
    public async Task A_key_of_the_configuration_follows_a_reload()
    {
        const string Key = "a-key-of-the-configuration-0123456789";
        await using var scene = await Scene.StartAsync();
        (await IdentityTests.SendAsync(scene, Key)).Status.ShouldBe(401);

        (await scene.ReloadAsync(Scene.With($"tenants: {{ default: {{}}, acme: {{}} }}\nkeys: {{ ci: {{ value: {Key}, tenant: acme }} }}"))).ShouldBeTrue();
        var answer = await IdentityTests.SendAsync(scene, Key);
        scene.Ledger(answer.RequestId)!.Tenant.ShouldBe("acme");

        (await scene.ReloadAsync(Scene.Configuration)).ShouldBeTrue();
        (await IdentityTests.SendAsync(scene, Key)).ShouldBeError(401, "invalid_api_key", scene);
    }

    [Fact]
    public async Task A_provider_that_a_reload_leaves_as_it_was_keeps_its_connections()
    {
        await using var scene = await Scene.StartAsync();
        await scene.ChatAsync(Scene.Hello);

        (await scene.ReloadAsync(Scene.With("limits: { calls_in_flight: 77 }"))).ShouldBeTrue();
        await scene.ChatAsync(Scene.Hello);

        scene.Upstream.Seen.Select(request => request.Connection).Distinct().Count().ShouldBe(1);
    }
}
