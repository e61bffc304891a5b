using Weir.Gateway.Ledger;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd;

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
