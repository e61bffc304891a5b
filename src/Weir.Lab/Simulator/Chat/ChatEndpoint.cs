using System.Text.Json;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Validation;

namespace Weir.Lab.Simulator.Chat;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatEndpoint(AnswerEngine engine)
{
    private readonly ChatAnswerWriter _writer = new();

    /// <summary>Answers, or returns the error to answer with.</summary>
    public async Task<ApiError?> AnswerAsync(Exchange exchange, JsonElement root)
    {
        if (ChatFields.Validate(root) is { } invalid)
            return invalid;
        var (answer, error) = engine.Compose(exchange, ChatRequestReader.Read(root), "chatcmpl-");
        if (answer is null)
            return error;
        await AnswerEngine.SendAsync(exchange, answer, _writer);
        return null;
    }
}
