using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Reading;
using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Gemini;

/// <summary>Reads the system instruction and the contents, and checks that calls of functions have their responses and signatures.</summary>
internal sealed class ContentsReader(Seal seal, string model)
{
    public const string Purpose = "gemini";

    // Google's documented stand-in for calls that another model made.
    private const string SkipsCheck = "skip_thought_signature_validator";

    private readonly List<ChatMessage> _messages = [];

    /// <summary>The functions that the turn before called and that have no response yet.</summary>
    private List<string> _open = [];

    public IReadOnlyList<ChatMessage> Read(Field body)
    {
        System(body.Either("systemInstruction", "system_instruction"));
        var contents = body["contents"].Required();

        // A single content stands for a list of one.
        IReadOnlyList<Field> items = contents.IsArray || !contents.IsGiven ? contents.Items() : [contents];
        if (contents.IsArray && items.Count == 0)
            contents.Fail("contents is not specified");
        var current = LastQuestion(items);
        for (var index = 0; index < items.Count; index++)
            Content(items[index], isCurrent: index > current);
        if (_open.Count > 0)
            Unequal(contents);
        return _messages.Count > 0 ? _messages : [new ChatMessage("user", "", 0)];
    }

    private void System(Field instruction)
    {
        if (instruction.IsText)
        {
            instruction.Object();
            return;
        }

        if (!instruction.Only("parts", "role"))
            return;
        foreach (var part in Parts(instruction))
        {
            part.Only("text");
            Add("system", part["text"].Required().Text() ?? "", []);
        }
    }

    private static IReadOnlyList<Field> Parts(Field content)
    {
        var parts = content["parts"].Required();
        return parts.IsArray || !parts.IsGiven ? parts.Items() : [parts];
    }

    /// <summary>The content that began the current turn: the last one of the user that is not made of function responses.</summary>
    private static int LastQuestion(IReadOnlyList<Field> items)
    {
        for (var index = items.Count - 1; index >= 0; index--)
        {
            if (items[index]["role"].Value?.ToString() == "user" && items[index]["parts"].IsArray
                && !items[index]["parts"].Items().Any(part => part.Either("functionResponse", "function_response").IsGiven))
            {
                return index;
            }
        }

        return -1;
    }

    private void Content(Field content, bool isCurrent)
    {
        if (!content.Only("role", "parts"))
            return;
        var role = content["role"].IsGiven ? content["role"].Text() : "user";
        if (role is not ("user" or "model" or "function"))
            content.Fail(ApiError.Invalid("Please use a valid role: user, model.", content["role"].Path, null));
        var parts = Parts(content);
        if (content["parts"].IsArray && parts.Count == 0)
            content["parts"].Fail("contents.parts must not be empty.");
        var reader = new PartReader(this, model, isCurrent);
        var called = _open;
        _open = [];
        foreach (var part in parts)
            reader.Read(part, role == "model");
        if (reader.Responses > 0 && called.Count == 0)
        {
            content.Fail(ApiError.Invalid("Please ensure that function response turn comes immediately after a function call turn.", content.Path, null));
        }
        else if (reader.Responses != called.Count)
        {
            Unequal(content);
        }

        _open = [.. reader.Calls];
        if (reader.Text.Length > 0 || reader.Attachments.Count > 0 || role == "model")
            Add(role == "model" ? "assistant" : "user", reader.Text, reader.Attachments, reader.CallTokens);
    }

    public void Add(string role, string text, IReadOnlyList<Attachment> attachments, int extra = 0) => _messages.Add(
        new ChatMessage(role, text, ChatMessage.Overhead + PseudoTokens.Count(text) + (Attachment.Tokens * attachments.Count) + extra) { Attachments = attachments });

    public bool IsSigned(string signature) => signature == SkipsCheck || seal.Knows(Purpose, signature);

    private static void Unequal(Field place) => place.Fail(ApiError.Invalid(
        "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.", place.Path, null));
}
