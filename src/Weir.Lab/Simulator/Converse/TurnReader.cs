using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Reading;
using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Converse;

/// <summary>Reads the system prompt and the turns, which must alternate, and checks that every tool that was used has its result.</summary>
internal sealed class TurnReader(Seal seal)
{
    private readonly List<ChatMessage> _messages = [];
    private List<string> _open = [];
    private string _lastRole = "";

    public bool UsesTools { get; private set; }

    /// <summary>How many messages lie before the last point where the client asks for a cache.</summary>
    public int Cached { get; private set; }

    public IReadOnlyList<ChatMessage> Read(Field body)
    {
        foreach (var block in body["system"].Items())
        {
            block.Only("text", "cachePoint", "guardContent");
            block["guardContent"].Refuse("is not supported by the simulator");
            if (block["cachePoint"].IsGiven)
                CachePoint(block["cachePoint"], _messages.Count);
            else
                Add("system", block["text"].NonEmpty(), []);
        }

        var messages = body["messages"].Required();
        var index = 0;
        foreach (var message in messages.Items())
            Message(message, index++);
        if (messages.IsArray && index == 0)
            messages.Fail(ApiError.Invalid("The messages field must contain at least one message.", "messages", null));
        if (_lastRole == "assistant")
            messages.Fail(ApiError.Invalid("The model returned the following errors: This model does not support assistant message prefill. The conversation must end with a user message.", "messages", null));
        return _messages.Count > 0 ? _messages : [new ChatMessage("user", "", 0)];
    }

    private void Message(Field message, int index)
    {
        if (!message.Only("role", "content"))
            return;
        var role = message["role"].Required().OneOf("user", "assistant") ?? "user";
        if (index == 0 && role == "assistant")
            message.Fail(ApiError.Invalid("A conversation must start with a user message. Try again with a conversation that starts with a user message.", message.Path, null));
        if (role == _lastRole)
            message.Fail(ApiError.Invalid("A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.", message.Path, null));
        _lastRole = role;
        var content = message["content"].Required();
        var items = content.Items();
        if (content.IsArray && items.Count == 0)
            message.Fail(ApiError.Invalid($"The content field in the Message object at messages.{index} is empty. Add a ContentBlock object to the content field and try again.", content.Path, null));
        var expected = _open;
        _open = [];
        var blocks = new ConverseBlocks(seal, $"messages.{index}.content", role);
        foreach (var block in items)
        {
            blocks.Read(block);
            if (block["cachePoint"].IsGiven)
                CachePoint(block["cachePoint"], _messages.Count + blocks.Results.Count + 1);
        }

        CheckResults(message, $"messages.{index}.content", expected, blocks);
        UsesTools |= blocks.Calls.Count > 0 || blocks.Results.Count > 0;
        _open = [.. blocks.Calls];
        foreach (var (_, text, attachments) in blocks.Results)
            Add("tool", text, attachments);
        if (blocks.Text.Length > 0 || blocks.Attachments.Count > 0 || role == "assistant")
            Add(role, blocks.Text, blocks.Attachments, blocks.CallTokens);
        Cached = Math.Min(Cached, _messages.Count);
    }

    private static void CheckResults(Field message, string path, List<string> expected, ConverseBlocks blocks)
    {
        var given = blocks.Results.Select(result => result.Id).ToList();
        var missing = expected.Except(given).ToList();
        if (missing.Count > 0)
            message.Fail(ApiError.Invalid($"Expected toolResult blocks at {path} for the following Ids: {string.Join(", ", missing)}", message.Path, null));
        else if (given.Count > expected.Count)
            message.Fail(ApiError.Invalid($"The number of toolResult blocks at {path} exceeds the number of toolUse blocks of previous turn.", message.Path, null));
    }

    private void CachePoint(Field point, int messages)
    {
        point.Only("type", "ttl");
        point["type"].Required().OneOf("default");
        point["ttl"].OneOf("5m", "1h");
        Cached = messages;
    }

    private void Add(string role, string text, IReadOnlyList<Attachment> attachments, int extra = 0) => _messages.Add(
        new ChatMessage(role, text, ChatMessage.Overhead + PseudoTokens.Count(text) + (Attachment.Tokens * attachments.Count) + extra) { Attachments = attachments });
}
