using System.Text.Json.Nodes;

namespace Weir.Dialects.Tests.Pairs.Requests;

/// <summary>Nothing that a client asks for is dropped in silence: it is said to the provider, or named among the omissions, or honoured by Weir itself.</summary>
public sealed class PairParameterTests
{
    public static TheoryData<Dialect, Dialect, string> All()
    {
        var all = new TheoryData<Dialect, Dialect, string>();
        foreach (var (client, provider) in Pair.All)
            foreach (var (member, _) in Parameters.Of(client)) all.Add(client, provider, member);
        return all;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_parameter_is_said_or_omitted_aloud(Dialect client, Dialect provider, string member)
    {
        var plain = Spoken.Read(client, Fixtures.Of(client, Scenario.Hello)!);
        var without = Spoken.Write(provider, plain);
        plain.Reading.Omissions.ShouldBeEmpty();

        var conversation = Spoken.Read(client, Request(client, member));
        conversation.Reading.Fault.ShouldBeNull();
        var with = Spoken.Write(provider, conversation);

        var isOmitted = conversation.Reading.Omissions.Count > 0;
        if (isOmitted) conversation.Reading.Omissions.ShouldAllBe(omission => (omission.Path.StartsWith(member, StringComparison.Ordinal) || member.StartsWith(omission.Path + ".", StringComparison.Ordinal)) && !omission.IsContent);
        var isSaid = JsonNode.DeepEquals(JsonNode.Parse(with), JsonNode.Parse(without)) is false;
        (isSaid || isOmitted || Parameters.IsHonouredByWeir(member)).ShouldBeTrue($"neither said nor omitted: {with}");
        // What is omitted is not said as well: whoever refuses the request would refuse what would have been honoured.
        (isSaid && isOmitted).ShouldBeFalse($"said and omitted: {with}");
    }

    private static string Request(Dialect client, string member)
    {
        var request = JsonNode.Parse(Fixtures.Of(client, Scenario.Hello)!)!.AsObject();
        var steps = member.Split('.');
        var owner = request;
        if (steps.Length == 2) request[steps[0]] = owner = [];
        owner[steps[^1]] = JsonNode.Parse(Parameters.Of(client).Single(parameter => parameter.Member == member).Value);
        return request.ToJsonString();
    }
}
