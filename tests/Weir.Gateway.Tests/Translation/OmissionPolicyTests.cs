using System.Collections.Frozen;
using Weir.Dialects.Conversations;
using Weir.Gateway.Model;
using Weir.Gateway.Translation;

namespace Weir.Gateway.Tests.Translation;

public sealed class OmissionPolicyTests
{
    [Theory]
    [InlineData("seed", "seed", true)]
    [InlineData("seed", "logit_bias", false)]
    [InlineData("*", "anything.at[3].all", true)]
    [InlineData("cache_control", "messages[0].content[2].cache_control", true)]
    [InlineData("messages.name", "messages[3].name", true)]
    [InlineData("messages.name", "tools[3].name", false)]
    [InlineData("tools", "tools[0]", true)]
    [InlineData("stream_options", "stream_options.include_obfuscation", true)]
    [InlineData("name", "name", true)]
    [InlineData("messages", "messagesX", false)]
    public void A_parameter_is_covered_by_its_path_its_first_or_its_last_name(string allowed, string path, bool covered) =>
        OmissionPolicy.MayDrop(FrozenSet.Create(StringComparer.Ordinal, allowed), path).ShouldBe(covered);

    [Fact]
    public void A_tool_is_covered_by_its_type_too()
    {
        var search = new Omission("tools[8]", null, IsContent: false, "web_search");
        OmissionPolicy.Judge(Route("web_search"), [search], out var dropped).ShouldBeNull();
        dropped.ShouldBe("tools[8]");
        OmissionPolicy.Judge(Route("mcp"), [search], out _).ShouldNotBeNull();
    }

    [Fact]
    public void What_may_be_dropped_is_named_once()
    {
        var error = OmissionPolicy.Judge(Route("seed", "tools"), [Parameter("seed"), Parameter("tools[0]"), Parameter("seed")], out var dropped);

        error.ShouldBeNull();
        dropped.ShouldBe("seed, tools[0]");
    }

    [Fact]
    public void What_may_not_is_refused_with_its_reason_and_the_remedy()
    {
        var error = OmissionPolicy.Judge(Route("seed"), [Parameter("seed"), Parameter("n", "one answer at a time"), Parameter("logit_bias")], out var dropped).ShouldNotBeNull();

        (error.Status, error.Code, error.Param).ShouldBe((400, "unsupported_parameter", "n"));
        error.Message.ShouldContain("'n' (one answer at a time), 'logit_bias'");
        error.Message.ShouldContain("models.NAME.drop");
        dropped.ShouldBeEmpty();
    }

    [Fact]
    public void What_the_model_has_to_answer_to_is_never_dropped()
    {
        var error = OmissionPolicy.Judge(Route("*"), [new Omission("messages[0].content[1]", "it takes no audio", IsContent: true)], out _).ShouldNotBeNull();

        error.Param.ShouldBe("messages[0].content[1]");
        error.Message.ShouldContain("it takes no audio");
        error.Message.ShouldNotContain("drop");
    }

    [Fact]
    public void A_request_with_a_thousand_of_them_gets_an_error_that_can_be_read()
    {
        var error = OmissionPolicy.Judge(Route(), [.. Enumerable.Range(0, 1000).Select(i => Parameter($"x{i}"))], out _).ShouldNotBeNull();

        error.Message.ShouldContain("and 992 more");
        error.Message.Length.ShouldBeLessThan(400);
    }

    private static Omission Parameter(string path, string? why = null) => new(path, why, IsContent: false);

    private static RouteModel Route(params string[] drop) =>
        new() { Name = "m", Groups = [], Drop = drop.ToFrozenSet(StringComparer.Ordinal) };
}
