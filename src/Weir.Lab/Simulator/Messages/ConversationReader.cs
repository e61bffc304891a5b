using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Reading;
using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Messages;

/// <summary>Reads the system prompt and the messages, and checks that every call of a tool has its result.</summary>
internal sealed class ConversationReader(BlockReader blocks)
{
    private readonly List<ChatMessage> _messages = [];

    /// <summary>Calls of the assistant's latest turn that have no result yet, and where that turn stands.</summary>
    private List<string> _open = [];
    private string _caller = "";
    private string _lastRole = "";

    /// <summary>The first block of the assistant's latest turn, when it calls tools without having thought and its results are the end.</summary>
    public Field? Thoughtless { get; private set; }

    public IReadOnlyList<ChatMessage> Read(Field body)
    {
        System(body["system"]);
        var messages = body["messages"].Required();
        var items = messages.Items();
        if (messages.IsArray && items.Count == 0)
            messages.Fail("at least one message is required");
        foreach (var message in items)
            Message(message);
        CheckAnswered(messages);
        if (_lastRole == "assistant")
        {
            messages.Fail(ApiError.Invalid(
                "This model does not support assistant message prefill. The conversation must end with a user message.", "messages", null));
        }

        return _messages.Count > 0 ? _messages : [new ChatMessage("user", "", 0)];
    }

    private void System(Field system)
    {
        if (system.IsText)
        {
            Add("system", system.Text()!);
            return;
        }

        foreach (var block in system.Items())
        {
            if (block.Object() is null)
                continue;
            block["type"].Required().OneOf("text");
            Add("system", BlockReader.Text(block));
            blocks.Mark(block, _messages.Count);
        }
    }

    private void Message(Field message)
    {
        if (!message.Only("role", "content"))
            return;
        var role = message["role"].Required().OneOf("user", "assistant", "system") ?? "user";
        if (_lastRole.Length == 0 && role == "assistant")
            message.Fail(ApiError.Invalid("messages: first message must use the \"user\" role", message.Path, null));

        // Neighbours of one role are one turn: results may be spread over them.
        if (role != "user" && role != _lastRole)
            CheckAnswered(message);
        _lastRole = role;
        var content = message["content"].Required();
        if (content.IsText)
        {
            var text = content.Text()!;
            if (text.Length == 0)
                message.Fail($"{(role == "user" ? "user" : "all")} messages must have non-empty content");
            Thoughtless = null;
            Add(role, text);
            return;
        }

        if (!content.IsArray)
        {
            content.Items();
            return;
        }

        var items = content.Items();
        if (items.Count == 0)
            message.Fail("all messages must have non-empty content");
        Blocks(items, role, message.Path);
    }

    private void Blocks(IReadOnlyList<Field> items, string role, string path)
    {
        var content = new GatheredContent();
        var extra = 0;
        Thoughtless = ThoughtlessIn(items, role);
        foreach (var block in items)
        {
            if (block.Object() is null)
                continue;
            var marks = _messages.Count + 1;
            switch (block["type"].Required().OneOf(TypesOf(role)))
            {
                case "text" or "image" or "document":
                    content.Add(block);
                    break;
                case "tool_use":
                    extra += Call(block, path);
                    break;
                case "tool_result":
                    if (!content.IsEmpty)
                        block.Fail("`tool_result` blocks must come before any other content of the message");
                    Result(block);
                    break;
                case "thinking":
                    blocks.Thinking(block);
                    break;
                case "redacted_thinking":
                    BlockReader.RedactedThinking(block);
                    break;
            }

            blocks.Mark(block, marks);
        }

        if (!content.IsEmpty || role == "assistant")
            Add(role, content.Text, content.Attachments, extra);
    }

    private Field? ThoughtlessIn(IReadOnlyList<Field> items, string role)
    {
        static bool Has(IReadOnlyList<Field> items, string type) => items.Any(item => item["type"].IsText && item["type"].Text() == type);
        if (role != "assistant")
            return Has(items, "tool_result") ? Thoughtless : null;
        return items.Count > 0 && Has(items, "tool_use") && !Has([items[0]], "thinking") ? items[0]["type"] : null;
    }

    private static string[] TypesOf(string role) => role switch
    {
        "assistant" => ["text", "tool_use", "thinking", "redacted_thinking"],
        "system" => ["text"],
        _ => ["text", "image", "document", "tool_result"],
    };

    private int Call(Field block, string path)
    {
        block.Only("type", "id", "name", "input", "cache_control", "caller");
        var id = block["id"].NonEmpty();
        if (id.Length > 0 && !id.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-'))
            block["id"].Fail("String should match pattern '^[a-zA-Z0-9_-]+$'");
        if (_open.Contains(id))
            block.Fail(ApiError.Invalid("messages: `tool_use` ids must be unique", block.Path, null));
        block["name"].NonEmpty();
        var input = block["input"].Required().Object();
        _open.Add(id);
        _caller = path;
        return PseudoTokens.Count(input?.GetRawText() ?? "");
    }

    private void Result(Field block)
    {
        block.Only("type", "tool_use_id", "content", "is_error", "cache_control");
        block["is_error"].Flag();
        var id = block["tool_use_id"].NonEmpty();
        if (!_open.Remove(id))
        {
            block.Fail(
                $"unexpected `tool_use_id` found in `tool_result` blocks: {id}. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.");
        }

        var content = block["content"];
        if (content.IsText || !content.IsGiven)
        {
            Add("tool", content.Text() ?? "");
            return;
        }

        var gathered = new GatheredContent();
        foreach (var part in content.Items())
        {
            if (part.Object() is not null && part["type"].Required().OneOf("text", "image", "document") is not null)
                gathered.Add(part);
        }

        Add("tool", gathered.Text, gathered.Attachments);
    }

    private void CheckAnswered(Field place)
    {
        if (_open.Count == 0)
            return;
        place.Fail(ApiError.Invalid(
            $"{_caller}: `tool_use` ids were found without `tool_result` blocks immediately after: {string.Join(", ", _open)}. "
            + "Each `tool_use` block must have a corresponding `tool_result` block in the next message.",
            _caller,
            null));
        _open = [];
    }

    private void Add(string role, string text, List<Attachment>? attachments = null, int extra = 0) => _messages.Add(new ChatMessage(
        role, text, ChatMessage.Overhead + PseudoTokens.Count(text) + (Attachment.Tokens * (attachments?.Count ?? 0)) + extra)
    {
        Attachments = attachments ?? [],
    });
}
