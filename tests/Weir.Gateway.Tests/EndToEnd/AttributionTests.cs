using Weir.Gateway.Ledger;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd;

[Trait("Category", "Slow")]
public sealed class AttributionTests
{
    private static readonly string WithFeatures = Scene.With("features: { chat: {}, search: {} }");

    [Fact]
    public async Task Headers_say_for_what_and_whom()
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.ChatAsync(
            """{"model":"asked-model","user":"body-user","metadata":{"session_id":"body-session","feature":"body-feature"}}""",
            ("x-weir-feature", "summaries"), ("x-weir-user", "anna"), ("x-weir-session", "s-1"), ("x-weir-tags", "a=1,b=2"));

        var row = scene.Ledger(answer.RequestId)!;
        (row.Feature, row.User, row.Session, row.Tags).ShouldBe(("summaries", "anna", "s-1", "a=1,b=2"));
    }

    [Theory]
    [InlineData("""{"model":"asked-model","user":"u"}""", "u", null, null)]
    [InlineData("""{"model":"asked-model","safety_identifier":"s","user":"u"}""", "s", null, null)]
    [InlineData("""{"metadata":{"session_id":"i","feature":"f","other":{"session":"x"}},"model":"asked-model"}""", null, "i", "f")]
    [InlineData("""{"metadata":{"session":"i"},"model":"asked-model","user":7}""", null, "i", null)]
    [InlineData("""{"metadata":[1],"model":"asked-model","user":null}""", null, null, null)]
    [InlineData("""{"metadata":{"feature":" "},"model":"asked-model"}""", null, null, null)]
    [InlineData("""{"model":"asked-model","user":"J\u00f6rg \ud83d\ude00"}""", "Jörg 😀", null, null)]
    public async Task Else_the_body_does(string body, string? user, string? session, string? feature)
    {
        await using var scene = await Scene.StartAsync();

        var row = scene.Ledger((await scene.ChatAsync(body)).RequestId)!;

        (row.User, row.Session, row.Feature).ShouldBe((user, session, feature));
    }

    [Fact]
    public async Task A_call_says_what_it_is_made_for_or_somebody_waits_for_it()
    {
        await using var scene = await Scene.StartAsync();

        var waited = await scene.ChatAsync(Scene.Hello);
        var batch = await scene.ChatAsync(Scene.Hello, ("x-weir-origin", "batch"));
        var refused = await scene.ChatAsync(Scene.Hello, ("x-weir-origin", "retry"));

        (scene.Ledger(waited.RequestId)!.Origin, scene.Ledger(waited.RequestId)!.Attempts.Single().Origin).ShouldBe((Origin.Interactive, Origin.Interactive));
        (scene.Ledger(batch.RequestId)!.Origin, scene.Ledger(batch.RequestId)!.Attempts.Single().Origin).ShouldBe((Origin.Batch, Origin.Batch));
        refused.ShouldBeError(400, "invalid_header", scene)
            .ShouldEndWith("names no origin; these are: interactive, background, batch, evaluation, shadow, embedding_refresh.");
        scene.Upstream.Seen.ShouldAllBe(request => !request.Headers.ContainsKey("x-weir-origin"));
    }

    [Fact]
    public async Task A_key_that_names_an_origin_decides_it()
    {
        await using var scene = await Scene.StartAsync(Scene.With("keys: { nightly: { value: nightly-key-0123456789, origin: background } }"));

        var plain = await IdentityTests.SendAsync(scene, "nightly-key-0123456789");
        var same = await IdentityTests.SendAsync(scene, "nightly-key-0123456789", [("x-weir-origin", "background")]);
        var other = await IdentityTests.SendAsync(scene, "nightly-key-0123456789", [("x-weir-origin", "interactive")]);

        scene.Ledger(plain.RequestId)!.Origin.ShouldBe(Origin.Background);
        same.Status.ShouldBe(200);
        other.ShouldBeError(400, "invalid_header", scene).ShouldEndWith("names the origin 'interactive', but this key's calls are of the origin 'background'.");
    }

    [Fact]
    public async Task Attempts_after_one_that_failed_are_retries()
    {
        await using var scene = await Scene.StartAsync(Scene.Configuration.Replace("retries: 0", "retries: 1"));
        var answer = scene.Upstream.Behaviour;
        scene.Upstream.Behaviour = (http, request) => scene.Upstream.Seen.Count == 1 ? ScriptedUpstream.JsonAsync(http, 500, "{}") : answer(http, request);

        var row = scene.Ledger((await scene.ChatAsync(Scene.Hello, ("x-weir-origin", "evaluation"))).RequestId)!;

        row.Origin.ShouldBe(Origin.Evaluation);
        row.Attempts.Select(attempt => attempt.Origin).ShouldBe([Origin.Evaluation, Origin.Retry]);
    }

    [Fact]
    public async Task Calls_of_one_prompt_are_known_as_such_and_its_text_is_kept_nowhere()
    {
        await using var scene = await Scene.StartAsync();
        static string Body(string system, string user) => $$"""{"model":"asked-model","messages":[{"role":"system","content":"{{system}}"},{"role":"user","content":"{{user}}"}]}""";

        var one = scene.Ledger((await scene.ChatAsync(Body("Answer as of 2026-11-21.", "a"))).RequestId)!;
        var same = scene.Ledger((await scene.ChatAsync(Body("Answer as of 2026-11-22.", "b"))).RequestId)!;
        var other = scene.Ledger((await scene.ChatAsync(Body("Answer shortly.", "a"))).RequestId)!;

        one.Prompt.ShouldNotBeNull().ShouldMatch("^[0-9a-f]{16}$");
        same.Prompt.ShouldBe(one.Prompt);
        other.Prompt.ShouldNotBe(one.Prompt);
    }

    [Fact]
    public async Task A_key_that_belongs_to_a_feature_decides_it()
    {
        await using var scene = await Scene.StartAsync(WithFeatures);
        var key = scene.CreateKey("bound", feature: "chat").Plaintext;

        var plain = await IdentityTests.SendAsync(scene, key);
        scene.Ledger(plain.RequestId)!.Feature.ShouldBe("chat");
        (await IdentityTests.SendAsync(scene, key, [("x-weir-feature", "chat")])).Status.ShouldBe(200);
        var refused = await IdentityTests.SendAsync(scene, key, [("x-weir-feature", "search")]);
        refused.ShouldBeError(400, "invalid_header", scene).ShouldContain("'chat'");
        scene.Ledger(refused.RequestId).ShouldHaveEnded(Outcome.Rejected, 400, "invalid_header");
    }

    [Fact]
    public async Task When_features_are_declared_only_those_may_be_named()
    {
        await using var scene = await Scene.StartAsync(WithFeatures);

        (await scene.ChatAsync(Scene.Hello, ("x-weir-feature", "serch"))).ShouldBeError(400, "invalid_header", scene).ShouldEndWith("names the unknown feature 'serch'; did you mean 'search'?");
        (await scene.ChatAsync(Scene.Hello, ("x-weir-feature", "search"))).Status.ShouldBe(200);
        scene.Upstream.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_fault_of_the_bodys_feature_names_the_member_of_the_body()
    {
        await using var scene = await Scene.StartAsync(WithFeatures);
        var bound = scene.CreateKey("bound", feature: "chat").Plaintext;
        const string Search = """{"model":"asked-model","metadata":{"feature":"search"}}""";
        const string Serch = """{"model":"asked-model","metadata":{"feature":"serch"}}""";

        var unknown = await scene.ChatAsync(Serch);
        var foreign = await IdentityTests.SendAsync(scene, bound, body: Search);

        unknown.ShouldBeError(400, "invalid_value", scene)
            .ShouldBe("The member 'metadata.feature' names the unknown feature 'serch'; did you mean 'search'?");
        foreign.ShouldBeError(400, "invalid_value", scene)
            .ShouldBe("The member 'metadata.feature' names the feature 'search', but this key belongs to the feature 'chat'.");
        foreach (var answer in (Answer[])[unknown, foreign])
        {
            answer.Error("param").ShouldBe("metadata.feature");
            scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Rejected, 400, "invalid_value");
        }
        scene.Upstream.Seen.ShouldBeEmpty();
        (await IdentityTests.SendAsync(scene, bound, [("x-weir-feature", "chat")], Search)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("x-weir-user")]
    [InlineData("x-weir-session")]
    [InlineData("x-weir-feature")]
    [InlineData("x-weir-tags")]
    public async Task A_label_may_have_256_characters_and_no_more(string header)
    {
        await using var scene = await Scene.StartAsync();

        (await scene.ChatAsync(Scene.Hello, (header, new string('x', 256)))).Status.ShouldBe(200);
        var refused = await scene.ChatAsync(Scene.Hello, (header, new string('x', 257)));

        refused.ShouldBeError(400, "invalid_header", scene);
        refused.Error("param").ShouldBe(header);
    }

    [Fact]
    public async Task A_label_beyond_ASCII_is_kept_as_it_was_sent()
    {
        await using var scene = await Scene.StartAsync();
        using var raw = await scene.RawAsync();

        await raw.SendAsync(RawClient.Chat(scene.Key, Scene.Hello, "x-weir-user: Jörg 😀\r\n"));

        scene.Ledger((await raw.ReadAnswerAsync()).RequestId)!.User.ShouldBe("Jörg 😀");
    }

    [Theory]
    [InlineData("a\\u0000b", "a\0b")]
    [InlineData("line\\nbreak", "line\nbreak")]
    public async Task Odd_characters_in_a_body_label_reach_the_ledger_unharmed(string json, string kept)
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.ChatAsync($$"""{"model":"asked-model","user":"{{json}}"}""");

        answer.Status.ShouldBe(200);
        scene.Ledger(answer.RequestId)!.User.ShouldBe(kept);
    }

    [Fact]
    public async Task A_body_label_that_is_too_long_is_cut_and_not_torn()
    {
        await using var scene = await Scene.StartAsync();
        var user = new string('x', 255) + "😀" + new string('y', 100_000);

        var answer = await scene.ChatAsync($$"""{"model":"asked-model","user":"{{user}}"}""");

        answer.Status.ShouldBe(200);
        var kept = scene.Ledger(answer.RequestId)!.User.ShouldNotBeNull();
        kept.Length.ShouldBeLessThanOrEqualTo(256);
        kept.ShouldNotContain("\uFFFD");
    }
}
