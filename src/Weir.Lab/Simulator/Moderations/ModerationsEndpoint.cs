using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Lab.Simulator.Reading;
using Weir.Lab.Simulator.Responses;

namespace Weir.Lab.Simulator.Moderations;

/// <summary><c>POST /v1/moderations</c>: a text that says <c>flag CATEGORY</c> is flagged for it, any other is harmless.</summary>
internal static class ModerationsEndpoint
{
    private const double Harmless = 0.0001;
    private const double Flagged = 0.99;

    private static readonly string[] Categories =
    [
        "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm", "self-harm/instructions",
        "self-harm/intent", "sexual", "sexual/minors", "violence", "violence/graphic",
    ];

    public static async Task<ApiError?> AnswerAsync(Exchange exchange, JsonElement root)
    {
        var inspection = new Inspection(OpenAIWording.Instance);
        var body = inspection.Root(root);
        body.Only("input", "model");
        var model = body["model"].Text() ?? "omni-moderation-latest";
        var texts = Inputs(body["input"].Required());
        if (inspection.Mistake is { } mistake)
            return mistake;
        var answer = new JsonObject
        {
            ["id"] = exchange.Id("modr-"),
            ["model"] = model,
            ["results"] = new JsonArray([.. texts.Select(Judge)]),
        };
        exchange.WriteStandardHeaders(0);
        await PlainBody.SendAsync(exchange, JsonSerializer.SerializeToUtf8Bytes(answer));
        return null;
    }

    /// <summary>A text, several texts, or parts that together are one input.</summary>
    private static IReadOnlyList<string> Inputs(Field input)
    {
        if (!input.IsArray)
            return [input.Text() ?? ""];
        var items = input.Items();
        if (items.Count == 0)
            input.Fail("empty array. Expected an array with minimum length 1.");
        if (items.All(item => item.IsText))
            return input.Texts();
        var parts = new List<string>();
        foreach (var item in items)
        {
            item.Only("type", "text", "image_url");
            if (item["type"].Required().OneOf("text", "image_url") == "text")
                parts.Add(item["text"].Required().Text() ?? "");
            else
                item["image_url"]["url"].Required().Text();
        }

        return [string.Join(' ', parts)];
    }

    private static JsonObject Judge(string text)
    {
        var flags = Categories.ToDictionary(name => name, name => Says(text, name));
        return new JsonObject
        {
            ["flagged"] = flags.ContainsValue(true),
            ["categories"] = new JsonObject(flags.Select(flag => KeyValuePair.Create<string, JsonNode?>(flag.Key, flag.Value))),
            ["category_scores"] = new JsonObject(flags.Select(flag => KeyValuePair.Create<string, JsonNode?>(flag.Key, flag.Value ? Flagged : Harmless))),
            ["category_applied_input_types"] = new JsonObject(Categories.Select(name => KeyValuePair.Create<string, JsonNode?>(name, new JsonArray("text")))),
        };
    }

    private static bool Says(string text, string category)
    {
        var command = "flag " + category;
        var place = text.IndexOf(command, StringComparison.OrdinalIgnoreCase);
        return place >= 0 && (place + command.Length == text.Length || text[place + command.Length] is not ('/' or '-'));
    }
}
