using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Simulator.Responses;

/// <summary><c>/v1/responses</c> and what lies under it.</summary>
internal sealed class ResponsesEndpoint(AnswerEngine engine)
{
    public const string Path = "/v1/responses";

    private readonly ResponseStore _store = new();
    private readonly ResponsesAnswerWriter _writer = new();

    /// <summary>Answers, or returns the error to answer with; null as document means that there was no JSON.</summary>
    public async Task<ApiError?> AnswerAsync(Exchange exchange, string path, JsonDocument? document)
    {
        var method = exchange.Http.Request.Method;
        var rest = path.Length > Path.Length ? path[(Path.Length + 1)..].Split('/') : [];
        switch (rest)
        {
            case [] or ["input_tokens"] when HttpMethods.IsPost(method):
                if (document is null || document.RootElement.ValueKind != JsonValueKind.Object)
                    return ApiError.BadJson();
                return rest.Length == 0 ? await CreateAsync(exchange, document.RootElement) : await CountAsync(exchange, document.RootElement);
            case [var id] when HttpMethods.IsGet(method):
                return await GetAsync(exchange, id);
            case [var id] when HttpMethods.IsDelete(method):
                return await DeleteAsync(exchange, id);
            case [var id, "input_items"] when HttpMethods.IsGet(method):
                return await ListAsync(exchange, id);
            case [var id, "cancel"] when HttpMethods.IsPost(method):
                return await CancelAsync(exchange, id);
            default:
                return new ApiError(405, $"Not allowed to {method} on {path}.", ApiError.InvalidRequest, null, null);
        }
    }

    private async Task<ApiError?> CreateAsync(Exchange exchange, JsonElement root)
    {
        var reader = new ResponsesReader(root, engine.Seal, _store);
        var (request, invalid) = reader.Read(counting: false);
        if (request is null)
            return invalid;
        var (answer, error) = engine.Compose(exchange, request, "resp_");
        if (answer is null)
            return error;

        // Kept before it is told: a client may ask for it the moment it has read its end.
        var work = Validation.Check.Given(root, "background") is { ValueKind: JsonValueKind.True }
            ? new BackgroundWork(answer.Latency, exchange.Has(FaultKind.BackgroundFailed), exchange.Time)
            : null;
        var isKept = Validation.Check.Given(root, "store") is not { ValueKind: JsonValueKind.False } && (work is null || !exchange.Has(FaultKind.BackgroundLost));
        if (isKept)
            Keep(answer, reader.Items, work);
        if (work is null || request.Stream)
            await TellAsync(exchange, answer, work);
        else
            await SendAsync(exchange, At(answer, Progress.Queued));
        return null;
    }

    /// <summary>Sends all of the answer. One that breaks off is forgotten again, unless it goes on in the background.</summary>
    private async Task TellAsync(Exchange exchange, ChatAnswer answer, BackgroundWork? work)
    {
        var isTold = false;
        try
        {
            isTold = await AnswerEngine.SendAsync(exchange, answer, _writer);
        }
        finally
        {
            if (!isTold && work is null)
                _store.Remove(answer.Id);
        }

        if (isTold)
            work?.Finish();
    }

    private static ReadOnlyMemory<byte> At(ChatAnswer answer, Progress progress)
    {
        var body = new ArrayBufferWriter<byte>();
        ResponsesAnswerWriter.Write(body, answer, progress);
        return body.WrittenMemory;
    }

    private void Keep(ChatAnswer answer, JsonArray items, BackgroundWork? work)
    {
        var body = new ArrayBufferWriter<byte>();
        _writer.WritePlain(body, answer);
        for (var index = 0; index < items.Count; index++)
            items[index]!["id"] ??= $"{((string?)items[index]!["type"] == "function_call_output" ? "fco" : "msg")}_{answer.Key}_in{index}";
        var output = JsonNode.Parse(body.WrittenSpan)!["output"]!.AsArray();
        _store.Add(new StoredResponse(answer.Id, body.WrittenMemory, items, output) 
        {
            Work = work,
            States = work is null ? new Dictionary<Progress, ReadOnlyMemory<byte>>() : Enum.GetValues<Progress>().ToDictionary(progress => progress, progress => At(answer, progress)),
        });
    }

    private async Task<ApiError?> CountAsync(Exchange exchange, JsonElement root)
    {
        var (request, invalid) = new ResponsesReader(root, engine.Seal, _store).Read(counting: true);
        if (request is null)
            return invalid;
        await SendAsync(exchange, new JsonObject { ["object"] = "response.input_tokens", ["input_tokens"] = request.PromptTokens });
        return null;
    }

    private async Task<ApiError?> GetAsync(Exchange exchange, string id)
    {
        if (!_store.TryGet(id, out var response))
            return NotFound(id);
        if (exchange.Http.Request.Query["stream"] == "true")
        {
            return response.Work is null
                ? ApiError.Invalid("This response cannot be streamed because it was not created with background=true.", "stream", null)
                : ApiError.Unsupported("stream", "is not supported by the simulator.");
        }

        await SendAsync(exchange, response.Work is { } work ? response.States[work.Look()] : response.Body);
        return null;
    }

    private async Task<ApiError?> CancelAsync(Exchange exchange, string id)
    {
        if (!_store.TryGet(id, out var response))
            return NotFound(id);
        if (response.Work is not { } work)
            return ApiError.Invalid("Cannot cancel a synchronous response.", null, null);
        await SendAsync(exchange, response.States[work.Cancel()]);
        return null;
    }

    private async Task<ApiError?> DeleteAsync(Exchange exchange, string id)
    {
        if (!_store.Remove(id))
            return NotFound(id);
        await SendAsync(exchange, new JsonObject { ["id"] = id, ["object"] = "response", ["deleted"] = true });
        return null;
    }

    private async Task<ApiError?> ListAsync(Exchange exchange, string id)
    {
        if (!_store.TryGet(id, out var response))
            return NotFound(id);
        var query = exchange.Http.Request.Query;
        var items = query["order"] == "asc" ? response.Input.ToList() : [.. response.Input.Reverse()];
        if (query["after"].ToString() is { Length: > 0 } after)
            items = [.. items.SkipWhile(item => (string?)item!["id"] != after).Skip(1)];
        var limit = int.TryParse(query["limit"], out var asked) ? Math.Clamp(asked, 1, 100) : 20;
        var page = items.Take(limit).ToList();
        await SendAsync(exchange, new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. page.Select(item => item!.DeepClone())]),
            ["first_id"] = page.FirstOrDefault()?["id"]?.DeepClone(),
            ["last_id"] = page.LastOrDefault()?["id"]?.DeepClone(),
            ["has_more"] = items.Count > limit,
        });
        return null;
    }

    private static ApiError NotFound(string id) => new(404, $"Response with id '{id}' not found.", ApiError.InvalidRequest, null, null);

    private static Task SendAsync(Exchange exchange, JsonNode body) => SendAsync(exchange, JsonSerializer.SerializeToUtf8Bytes(body));

    private static async Task SendAsync(Exchange exchange, ReadOnlyMemory<byte> body)
    {
        exchange.WriteStandardHeaders(0);
        await PlainBody.SendAsync(exchange, body);
    }
}
