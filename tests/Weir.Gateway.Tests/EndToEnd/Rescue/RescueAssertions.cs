using System.Text.Json;
using Weir.Gateway.Tests.EndToEnd.Pairs;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd.Rescue;

/// <summary>What must hold of a stream that broke, whatever became of it.</summary>
internal static class RescueAssertions
{
    /// <summary>Checks that a client got all of the answer, as one stream that ends in good order.</summary>
    public static void ShouldBeWhole(Answer answer, string client)
    {
        answer.Status.ShouldBe(200, answer.Body);
        answer.IsBrokenOff.ShouldBeFalse(answer.Body);
        TextOf(answer, client).ShouldBe((RescueScene.Text, true), answer.Body);
        if (client == "responses") EventsOf(answer.Body)[^1].GetProperty("response").GetProperty("output").GetRawText().ShouldContain("The end.");
        if (client != "messages") return;
        var types = EventsOf(answer.Body).Select(@event => @event.GetProperty("type").GetString()).ToList();
        (types.Count(type => type == "content_block_start"), types.Count(type => type == "content_block_stop"), types.Count(type => type == "message_start")).ShouldBe((1, 1, 1));
    }

    /// <summary>Checks that a client was told of the error, and that its connection broke.</summary>
    public static void ShouldBeBroken(Answer answer)
    {
        answer.IsBrokenOff.ShouldBeTrue(answer.Body);
        answer.Body.ShouldContain("\"error\"");
        answer.Body.ShouldNotContain("[DONE]");
        answer.Body.ShouldNotContain("message_stop");
    }

    /// <summary>The text that a client got, and whether it came to its own end.</summary>
    public static (string Text, bool Ended) TextOf(Answer answer, string client) => PairClient.All[client].Assemble(EventsOf(answer.Body), answer.Body);

    /// <summary>The payloads of a stream's events.</summary>
    public static List<JsonElement> EventsOf(string body) =>
        [.. body.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line["data: ".Length..]).RootElement)];
}
