using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Faults;
using Weir.Lab.Simulator.Reading;

namespace Weir.Lab.Simulator.Gemini;

/// <summary>The methods of Gemini's models.</summary>
internal sealed class GeminiEndpoint(AnswerEngine engine)
{
    /// <summary>Google's own limit.</summary>
    private const int MostRequests = 100;

    public async Task<ApiError?> AnswerAsync(Exchange exchange, string path, JsonDocument? document)
    {
        if (path is "/v1beta/models" && HttpMethods.IsGet(exchange.Http.Request.Method))
        {
            await SendAsync(exchange, new JsonObject { ["models"] = new JsonArray([.. ModelProfiles.All.Select(Describe)]) }, 0);
            return null;
        }

        if (Target(path) is not { } target || !HttpMethods.IsPost(exchange.Http.Request.Method))
            return new ApiError(404, "Not Found", "NOT_FOUND", null, null);
        if (document is null || document.RootElement.ValueKind != JsonValueKind.Object)
            return exchange.Dialect.BadJson();
        var root = document.RootElement;
        return target.Method switch
        {
            "generateContent" => await GenerateAsync(exchange, target.Model, root, stream: false),
            "streamGenerateContent" => await GenerateAsync(exchange, target.Model, root, stream: true),
            "countTokens" => await CountAsync(exchange, target.Model, root),
            "embedContent" => await EmbedAsync(exchange, target.Model, root),
            "batchEmbedContents" => await EmbedManyAsync(exchange, target.Model, root),
            _ => new ApiError(404, $"Method '{target.Method}' is not found for models/{target.Model}.", "NOT_FOUND", null, null),
        };
    }

    /// <summary>The model and the method of an address, null when it names none.</summary>
    public static (string Model, string Method)? Target(string path)
    {
        const string Models = "/models/";
        var start = path.IndexOf(Models, StringComparison.Ordinal);
        var colon = path.LastIndexOf(':');
        return start >= 0 && colon > start + Models.Length ? (path[(start + Models.Length)..colon], path[(colon + 1)..]) : null;
    }

    private async Task<ApiError?> GenerateAsync(Exchange exchange, string model, JsonElement root, bool stream)
    {
        var inspection = new Inspection(GeminiWording.Instance);
        var request = new GeminiReader(inspection, engine.Seal, model).Read(inspection.Root(root));
        if (inspection.Mistake is { } mistake)
            return mistake;
        var (answer, error) = engine.Compose(exchange, request with { Stream = stream }, "");
        if (answer is null)
            return error;
        await AnswerEngine.SendAsync(exchange, answer, new GeminiAnswerWriter());
        return null;
    }

    private async Task<ApiError?> CountAsync(Exchange exchange, string model, JsonElement root)
    {
        var inspection = new Inspection(GeminiWording.Instance);
        var body = inspection.Root(root);
        body.Only("contents", "generateContentRequest", "generate_content_request");
        var whole = body.Either("generateContentRequest", "generate_content_request");
        var request = new GeminiReader(inspection, engine.Seal, model).Read(whole.IsGiven ? whole : body);
        if (inspection.Mistake is { } mistake)
            return mistake;
        await SendAsync(
            exchange,
            new JsonObject
            {
                ["totalTokens"] = request.PromptTokens,
                ["promptTokensDetails"] = new JsonArray(new JsonObject { ["modality"] = "TEXT", ["tokenCount"] = request.PromptTokens }),
            },
            0);
        return null;
    }

    private static async Task<ApiError?> EmbedAsync(Exchange exchange, string model, JsonElement root)
    {
        var inspection = new Inspection(GeminiWording.Instance);
        var (values, tokens) = GeminiEmbedding.Read(inspection.Root(root), model, exchange.Options.Seed);
        if (inspection.Mistake is { } mistake)
            return mistake;
        await SendAsync(exchange, WithUsage(exchange, new JsonObject { ["embedding"] = values }, tokens), tokens);
        return null;
    }

    private static async Task<ApiError?> EmbedManyAsync(Exchange exchange, string model, JsonElement root)
    {
        var inspection = new Inspection(GeminiWording.Instance);
        var body = inspection.Root(root);
        body.Only("model", "requests");
        GeminiReader.CheckModel(body["model"], model);
        var all = new JsonArray();
        var total = 0;
        var requests = body["requests"].Required().Items();
        if (requests.Count is 0)
            body["requests"].Fail("requests is not specified");
        if (requests.Count > MostRequests)
            body["requests"].Fail($"at most {MostRequests} requests can be in one batch");
        foreach (var item in requests.Take(MostRequests))
        {
            item["model"].NonEmpty();
            var (values, tokens) = GeminiEmbedding.Read(item, model, exchange.Options.Seed);
            all.Add(values);
            total += tokens;
        }

        if (inspection.Mistake is { } mistake)
            return mistake;
        await SendAsync(exchange, WithUsage(exchange, new JsonObject { ["embeddings"] = all }, total), total);
        return null;
    }

    private static JsonObject WithUsage(Exchange exchange, JsonObject body, int tokens)
    {
        if (!exchange.Has(FaultKind.NoUsage))
            body["usageMetadata"] = new JsonObject { ["promptTokenCount"] = exchange.Has(FaultKind.WrongUsage) ? 1 : tokens };
        return body;
    }

    private static JsonObject Describe(ModelProfile profile) => new()
    {
        ["name"] = "models/" + profile.Name,
        ["displayName"] = profile.Name,
        ["description"] = profile.Description,
        ["inputTokenLimit"] = profile.ContextTokens,
        ["supportedGenerationMethods"] = profile.Chats ? new JsonArray("generateContent", "countTokens") : new JsonArray("embedContent"),
    };

    private static async Task SendAsync(Exchange exchange, JsonNode body, int tokens)
    {
        exchange.WriteStandardHeaders(tokens);
        await PlainBody.SendAsync(exchange, JsonSerializer.SerializeToUtf8Bytes(body));
    }
}
