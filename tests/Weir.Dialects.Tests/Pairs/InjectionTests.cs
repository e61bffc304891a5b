using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Dialects.Json;
using Weir.Dialects.Tests.Pairs.Requests;

namespace Weir.Dialects.Tests.Pairs;

/// <summary>Nothing that a client puts into a string gets out of it: what is sent upstream has the members that Weir wrote, and no other.</summary>
public sealed class InjectionTests
{
    /// <summary>The member that would be there if a text had been taken for JSON.</summary>
    private const string Foreign = "weir_foreign";

    /// <summary>Each in a form that passes for what is wanted somewhere: a name, a media type, a data URL, an address, a format.</summary>
    private static readonly string[] Texts =
    [
        $"a\",\"{Foreign}\":\"b",
        $"image/png\",\"{Foreign}\":\"b",
        $"image/png\"}},\"{Foreign}\":{{\"a\":\"b",
        "image/png\"",
        "image/png\\",
        "image/png\n\0",
        $"application/pdf\",\"{Foreign}\":\"b",
        $"data:image/png\",\"{Foreign}\":\"b;base64,iVBORw0KGgo=",
        "data:image/png\"};base64,iVBORw0KGgo=",
        "data:image/png\\;base64,iVBORw0KGgo=",
        $"data:image/png;base64,iVBORw0KGgo=\",\"{Foreign}\":\"b",
        $"https://example.com/a.png\",\"{Foreign}\":\"b",
        $"https://generativelanguage.googleapis.com/\",\"{Foreign}\":\"b",
        $"file-1\",\"{Foreign}\":\"b",
        "\\\",\n\r\t\0\u007f\u2028é😀",
    ];

    public static TheoryData<Dialect> Clients() => [.. Pair.Clients];

    [Theory]
    [MemberData(nameof(Clients))]
    public void A_text_stays_a_text(Dialect client)
    {
        var written = 0;
        foreach (var scenario in Enum.GetValues<Scenario>())
        {
            if (Fixtures.Of(client, scenario) is not { } fixture) continue;
            // Where media types and addresses are, all texts are tried, elsewhere the two that get out of any string.
            var texts = scenario is Scenario.InlineImage or Scenario.ImageAddress or Scenario.InlineFile ? Texts : [Texts[0], Texts[^1]];
            foreach (var request in texts.SelectMany(text => Replaced(fixture, text)))
                foreach (var provider in Pair.Providers)
                {
                    using var document = RequestReading.Parse(Encoding.UTF8.GetBytes(request), out var reading).ShouldNotBeNull();
                    var conversation = Spoken.Client(client).Read(new JsonCursor(document.RootElement, JsonPath.Root, reading));
                    if (reading.Fault is not null) continue;
                    var body = Spoken.Write(provider, conversation);
                    using var sent = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false });
                    Names(sent.RootElement).ShouldNotContain(Foreign, $"{client} to {provider}: {request}\n{body}");
                    written++;
                }
        }
        written.ShouldBeGreaterThan(500);
    }

    /// <summary>The request with each of its strings replaced by the text.</summary>
    private static IEnumerable<string> Replaced(string fixture, string text)
    {
        for (var number = 0; ; number++)
        {
            var request = JsonNode.Parse(fixture)!;
            if (Strings(request).ElementAtOrDefault(number) is not { } place) yield break;
            place.ReplaceWith(text);
            yield return request.ToJsonString();
        }
    }

    private static IEnumerable<JsonNode> Strings(JsonNode node) => node switch
    {
        JsonObject members => members.Where(member => member.Value is not null).SelectMany(member => Strings(member.Value!)),
        JsonArray items => items.Where(item => item is not null).SelectMany(item => Strings(item!)),
        _ => node.GetValueKind() == JsonValueKind.String ? [node] : [],
    };

    private static IEnumerable<string> Names(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Names(member.Value).Prepend(member.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Names),
        _ => [],
    };
}
