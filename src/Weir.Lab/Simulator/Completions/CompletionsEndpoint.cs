using System.Text.Json;
using Weir.Lab.Simulator.Answers;

namespace Weir.Lab.Simulator.Completions;

/// <summary><c>POST /v1/completions</c>.</summary>
internal sealed class CompletionsEndpoint(AnswerEngine engine)
{
    private readonly CompletionsWriter _writer = new();

    public async Task<ApiError?> AnswerAsync(Exchange exchange, JsonElement root)
    {
        var (request, invalid) = CompletionsReader.Read(root);
        if (request is null)
            return invalid;
        var (answer, error) = engine.Compose(exchange, request, "cmpl-");
        if (answer is null)
            return error;
        await AnswerEngine.SendAsync(exchange, answer, _writer);
        return null;
    }
}
