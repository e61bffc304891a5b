using System.Text.Json;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Reading;
using Weir.Lab.Simulator.Responses;
using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Completions;

/// <summary>Reads a request to the legacy <c>/v1/completions</c>: one prompt, taken for the words of a user.</summary>
internal static class CompletionsReader
{
    private const string NotSimulated = "is not supported by the simulator.";
    private const int StandardTokens = 16;

    public static (ChatRequest? Request, ApiError? Error) Read(JsonElement root)
    {
        var inspection = new Inspection(OpenAIWording.Instance);
        var body = inspection.Root(root);
        foreach (var name in (string[])["suffix", "logit_bias", "logprobs", "best_of", "echo"])
        {
            if (body[name] is { IsGiven: true, Value: not { ValueKind: JsonValueKind.False } })
                inspection.Fail(ApiError.Unsupported(name, NotSimulated));
        }

        body.Only(
            "model", "prompt", "suffix", "max_tokens", "temperature", "top_p", "n", "stream", "stream_options", "logprobs", "echo", "stop", "presence_penalty",
            "frequency_penalty", "best_of", "logit_bias", "user", "seed");
        body["user"].Text();
        var options = body["stream_options"];
        options.Only("include_usage", "include_obfuscation");
        var prompt = Prompt(body["prompt"]);
        var tokens = ChatMessage.Overhead + PseudoTokens.Count(prompt);
        var model = body["model"].NonEmpty();
        var stop = body["stop"];
        var request = new ChatRequest
        {
            Root = root,
            Model = model,
            Profile = ModelProfiles.For(model),
            Messages = [new ChatMessage("user", prompt, tokens)],
            PromptTokens = tokens,
            Stream = body["stream"].Flag(),
            IncludeUsage = options["include_usage"].Flag(),
            IncludeObfuscation = options["include_obfuscation"].Flag(),
            Choices = body["n"].Count(1, 128) ?? 1,
            MaxTokens = body["max_tokens"].Count(0) ?? StandardTokens,
            Temperature = body["temperature"].Number(0, 2),
            TopP = body["top_p"].Number(0, 1),
            PresencePenalty = body["presence_penalty"].Number(-2, 2),
            FrequencyPenalty = body["frequency_penalty"].Number(-2, 2),
            Seed = body["seed"].Integer(long.MinValue, long.MaxValue),
            Stops = stop.IsText ? [stop.NonEmpty()] : stop.Texts(),
        };
        if (options.IsGiven && !request.Stream)
            inspection.Fail(ApiError.Invalid("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", "invalid_parameter_combination"));
        return inspection.Mistake is { } mistake ? (null, mistake) : (request, null);
    }

    private static string Prompt(Field prompt)
    {
        if (!prompt.IsArray)
            return prompt.Required().Text() ?? "";
        var texts = prompt.Texts();
        if (texts.Count != 1)
            prompt.Fail(ApiError.UnsupportedValue("prompt", "array", "of several prompts, or of tokens: the simulator takes one text."));
        return texts.Count > 0 ? texts[0] : "";
    }
}
