using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Reading;
using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Converse;

/// <summary>Reads the blocks of one message.</summary>
internal sealed class ConverseBlocks(Seal seal, string path, string role)
{
    /// <summary>What Claude has signed at Anthropic is good at Bedrock, and the other way round.</summary>
    public const string Purpose = Messages.BlockReader.Purpose;

    private static readonly string[] Kinds =
    [
        "text", "image", "document", "video", "audio", "toolUse", "toolResult", "guardContent", "cachePoint", "reasoningContent", "citationsContent", "searchResult",
    ];

    private readonly List<string> _text = [];
    private int _read;

    public string Text => string.Concat(_text);

    public List<Attachment> Attachments { get; } = [];

    public List<string> Calls { get; } = [];

    public int CallTokens { get; private set; }

    public List<(string Id, string Text, IReadOnlyList<Attachment> Attachments)> Results { get; } = [];

    public void Read(Field block)
    {
        var place = $"{path}.{_read++}";
        if (!block.Only(Kinds))
            return;
        if (block.Value!.Value.EnumerateObject().Count() != 1)
            block.Fail(ApiError.Invalid($"The content block at {place} must set exactly one member.", block.Path, null));
        foreach (var name in (string[])["video", "audio", "guardContent", "citationsContent", "searchResult"])
            block[name].Refuse("is not supported by the simulator");
        if (block["text"].Text() is { } text)
        {
            if (string.IsNullOrWhiteSpace(text))
                block.Fail(ApiError.Invalid($"The text field in the ContentBlock object at {place} is blank. Add text to the text field, and try again.", block.Path, null));
            _text.Add(text);
        }

        if (ConverseMedia.Read(block) is { } attachment)
            Attachments.Add(attachment);
        if (block["toolUse"].IsGiven)
            Call(block["toolUse"]);
        if (block["toolResult"].IsGiven)
            Result(block["toolResult"]);
        if (block["reasoningContent"].IsGiven)
            Reasoning(block["reasoningContent"]);
    }

    private void Call(Field call)
    {
        Belongs(call, "assistant");
        call.Only("toolUseId", "name", "input", "type");
        call["name"].NonEmpty();
        CallTokens += PseudoTokens.Count(call["input"].Required().Object()?.GetRawText() ?? "");
        Calls.Add(call["toolUseId"].NonEmpty());
    }

    private void Result(Field result)
    {
        Belongs(result, "user");
        result.Only("toolUseId", "content", "status", "type");
        result["status"].OneOf("success", "error");
        var text = new List<string>();
        var attachments = new List<Attachment>();
        foreach (var part in result["content"].Required().Items())
        {
            part.Only("text", "json", "image", "document", "video", "searchResult");
            part["video"].Refuse("is not supported by the simulator");
            part["searchResult"].Refuse("is not supported by the simulator");
            text.Add(part["text"].Text() ?? part["json"].Value?.GetRawText() ?? "");
            if (ConverseMedia.Read(part) is { } attachment)
                attachments.Add(attachment);
        }

        Results.Add((result["toolUseId"].NonEmpty(), string.Concat(text), attachments));
    }

    private void Reasoning(Field reasoning)
    {
        Belongs(reasoning, "assistant");
        reasoning.Only("reasoningText", "redactedContent");
        reasoning["redactedContent"].Refuse("The model returned the following errors: Invalid `data` in `redacted_thinking` block");
        var thought = reasoning["reasoningText"].Required();
        thought.Only("text", "signature");
        var text = thought["text"].Required().Text() ?? "";
        if (!seal.Knows(Purpose, thought["signature"].Text() ?? "", text))
            reasoning.Fail(ApiError.Invalid($"The model returned the following errors: {path}.{_read - 1}: Invalid `signature` in `thinking` block", reasoning.Path, null));
    }

    private void Belongs(Field block, string owner)
    {
        if (role != owner)
            block.Fail(ApiError.Invalid($"The ContentBlock object at {path}.{_read - 1} can't be in a message of role {role}.", block.Path, null));
    }
}
