using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Reading;
using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Responses;

/// <summary>Reads <c>instructions</c>, what a stored response said before, and <c>input</c>; checks that every call has its output.</summary>
internal sealed class InputReader(Inspection inspection, Seal seal, ResponseStore store)
{
    public const string Purpose = "openai";

    private readonly List<ChatMessage> _messages = [];
    private readonly List<string> _calls = [];
    private readonly List<string> _open = [];

    /// <summary>All items, those of earlier responses first.</summary>
    public JsonArray Items { get; } = [];

    public IReadOnlyList<ChatMessage> Read(Field body)
    {
        if (body["instructions"].Text() is { } instructions)
            Add("system", instructions);
        if (body["previous_response_id"].Text() is { } previous)
            Continue(previous);
        var input = body["input"].Required();
        if (input.IsText)
        {
            Add("user", input.Text()!);
            Items.Add(new JsonObject
            {
                ["type"] = "message",
                ["role"] = "user",
                ["content"] = new JsonArray(new JsonObject { ["type"] = "input_text", ["text"] = input.Text() }),
            });
        }
        else
        {
            foreach (var item in input.Items())
                Item(item);
        }

        foreach (var call in _open)
            inspection.Fail(ApiError.Invalid($"No tool output found for function call {call}.", "input", null));
        if (_messages.Count == 0 && input.IsArray)
            inspection.Fail(ApiError.Invalid("Invalid 'input': empty array. Expected an array with minimum length 1.", "input", "empty_array"));
        return _messages.Count > 0 ? _messages : [new ChatMessage("user", "", 0)];
    }

    private void Continue(string id)
    {
        if (!store.TryGet(id, out var response))
        {
            inspection.Fail(new ApiError(
                404, $"Previous response with id '{id}' not found.", ApiError.InvalidRequest, "previous_response_id", "previous_response_not_found"));
            return;
        }

        if (response.Work?.IsAtWork == true)
            inspection.Fail(ApiError.Invalid($"Previous response with id '{id}' has not ended yet.", "previous_response_id", null));

        // What is stored was checked when it came; it is read once more for its words.
        foreach (var item in response.Input.Concat(response.Output))
            Item(inspection.Root(JsonSerializer.SerializeToElement(item)));
    }

    private void Item(Field item)
    {
        if (item.Object() is not { } element)
            return;
        var type = item["type"].IsGiven ? item["type"].OneOf("message", "function_call", "function_call_output", "reasoning", "item_reference") : "message";
        switch (type)
        {
            case "item_reference":
                item.Only("type", "id");
                Reference(item["id"].NonEmpty());
                return;
            case "message":
                Message(item);
                break;
            case "function_call":
                Call(item);
                break;
            case "function_call_output":
                Output(item);
                break;
            case "reasoning":
                Reasoning(item);
                break;
        }

        Items.Add(JsonNode.Parse(element.GetRawText()));
    }

    private void Reference(string id)
    {
        if (store.FindItem(id) is { } known)
            Item(inspection.Root(JsonSerializer.SerializeToElement(known)));
        else
            inspection.Fail(new ApiError(404, $"Item with id '{id}' not found.", ApiError.InvalidRequest, "input", null));
    }

    private void Message(Field item)
    {
        item.Only("type", "role", "content", "id", "status", "phase");
        var role = item["role"].Required().OneOf("user", "assistant", "system", "developer") ?? "user";
        var (text, attachments) = new InputContent(role).Read(item["content"].Required());
        Add(role, text, attachments);
    }

    private void Call(Field item)
    {
        item.Only("type", "id", "call_id", "name", "arguments", "status", "namespace");
        var id = item["call_id"].NonEmpty();
        item["name"].NonEmpty();
        var arguments = item["arguments"].Required().Text() ?? "";
        _calls.Add(id);
        _open.Add(id);
        _messages.Add(new ChatMessage("assistant", "", ChatMessage.Overhead + PseudoTokens.Count(arguments)));
    }

    private void Output(Field item)
    {
        item.Only("type", "id", "call_id", "output", "status");
        var id = item["call_id"].NonEmpty();
        _open.Remove(id);
        if (!_calls.Remove(id))
            item.Fail(ApiError.Invalid($"No tool call found for function call output with call_id {id}.", "input", null));
        var (text, attachments) = new InputContent("tool").Read(item["output"].Required());
        Add("tool", text, attachments);
    }

    private void Reasoning(Field item)
    {
        item.Only("type", "id", "summary", "content", "encrypted_content", "status");
        foreach (var part in item["summary"].Required().Items())
        {
            part["type"].Required().OneOf("summary_text");
            part["text"].Required().Text();
        }

        var id = item["id"].Text();
        if (item["encrypted_content"].Text() is not { } sealedText)
        {
            if (id is null || store.FindItem(id) is null)
                item.Fail(new ApiError(404, $"Item with id '{id}' not found. Items are not persisted when `store` is set to false. Try again with `store` set to true, or remove this item from your input.", ApiError.InvalidRequest, "input", null));
        }
        else if (!seal.Knows(Purpose, sealedText))
        {
            item.Fail(ApiError.Invalid(
                $"The encrypted content for item {id} could not be verified. Reason: Encrypted content could not be decrypted or parsed.", null, "invalid_encrypted_content"));
        }
    }

    private void Add(string role, string text, IReadOnlyList<Attachment>? attachments = null) => _messages.Add(
        new ChatMessage(role, text, ChatMessage.Overhead + PseudoTokens.Count(text) + (Attachment.Tokens * (attachments?.Count ?? 0)))
        {
            Attachments = attachments ?? [],
        });
}
