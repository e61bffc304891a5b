using System.Globalization;
using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Reads the messages of the model itself, which a client gives back as it got them.</summary>
internal sealed class AssistantReader
{
    /// <summary>Why calls of custom tools, and their results, cannot be said.</summary>
    public const string CustomCalls = "calls of custom tools are known to OpenAI alone";

    private static readonly string[] Allowed = ["text", "refusal"];

    /// <summary>What a message says beside its content and its calls, read or of no meaning to a model.</summary>
    private static readonly string[] OfMessage = ["role", "annotations", "reasoning", "reasoning_content", "reasoning_details", "parsed"];

    private readonly HashSet<string> _omitted = new(StringComparer.Ordinal);
    private int _functionCalls;

    /// <summary>The id that the last <c>function_call</c> was given, since it has none of its own.</summary>
    public JsonElement FunctionCallId { get; private set; } = RawJson.Text("call_function");

    /// <summary>Whether a call with this id was left out, so that its result is no orphan.</summary>
    public bool IsOmitted(JsonCursor id) => _omitted.Count > 0 && id.Text() is { } text && _omitted.Contains(text);

    public List<Part> Read(JsonCursor message)
    {
        var parts = new List<Part>();
        var hasContent = message.TryGet("content", out var content);
        ReadThoughts(message, parts);
        if (content.Kind == JsonValueKind.Array) ReadMessageInParts(content, parts);
        var repeated = message.TryGet("tool_calls", out _) ? [.. OfMessage, "tool_calls"] : OfMessage;
        if (hasContent) ContentReader.Read(content, Allowed, parts, repeated);
        if (message.RawText("refusal") is { } refusal) parts.Add(new RefusalPart(refusal, message.Path.Member("refusal")));
        var calls = ReadCalls(message, parts);
        if (message.TryGet("audio", out var audio))
            message.Reading.OmitContent(audio.Path, "a recording that the model made is known only to the provider where it was made");
        if (parts.Count == 0 && !hasContent && !calls && audio.Kind == JsonValueKind.Undefined) message.TryRequire("content", out _);
        OmitNotes(message);
        // OpenAI's SDK for JavaScript adds parsed and parsed_arguments to what it has received, and applications send that back.
        message.OmitOthers(["content", "refusal", "function_call", "audio", .. repeated, message.TryGet("tool_calls", out _) ? "extra_content" : "tool_calls"]);
        return WithoutEmptyText(parts);
    }

    /// <summary>Servers and SDKs add notes to what they give back; an empty list says nothing.</summary>
    private static void OmitNotes(JsonCursor owner)
    {
        if (owner.TryGet("annotations", out var notes) && notes.Kind == JsonValueKind.Array && notes.Element.GetArrayLength() > 0)
            owner.Reading.Omit(notes.Path, "the notes on an earlier answer are not given back to models");
    }

    /// <summary>OpenAI's Agents SDK puts the rest of a message that it received into the part with its text.</summary>
    private static void ReadMessageInParts(JsonCursor content, List<Part> parts)
    {
        foreach (var part in content.Items())
        {
            if (part.Kind != JsonValueKind.Object) continue;
            OmitNotes(part);
            if (parts.Count == 0) ReadThoughts(part, parts);
        }
    }

    private static void ReadThoughts(JsonCursor message, List<Part> parts)
    {
        var before = parts.Count;
        if (message.TryGet("reasoning_details", out var details)) new ThoughtReader(parts).Read(details);
        // The plain member says the same again, without any proof.
        if (parts.Count > before) return;
        foreach (var name in (ReadOnlySpan<string>)["reasoning_content", "reasoning"])
        {
            if (message.RawText(name) is not { } text || RawJson.Inside(text).IsEmpty) continue;
            parts.Add(new ReasoningPart(text, null, message.Path.Member(name)));
            return;
        }
    }

    /// <returns>Whether the message has any call, read or left out.</returns>
    private bool ReadCalls(JsonCursor message, List<Part> parts)
    {
        var any = false;
        if (message.TryGet("tool_calls", out var calls))
        {
            foreach (var call in calls.Items())
            {
                any = true;
                if (call.IsObject() && ReadCall(call) is { } part) parts.Add(part);
            }
        }
        if (!message.TryGet("function_call", out var legacy) || !legacy.IsObject()) return any;
        legacy.OmitOthers("name", "arguments");
        FunctionCallId = RawJson.Text(string.Create(CultureInfo.InvariantCulture, $"call_function_{_functionCalls++}"));
        if (ReadFunction(legacy, FunctionCallId, legacy.Path) is { } function) parts.Add(function);
        return true;
    }

    private ToolCallPart? ReadCall(JsonCursor call)
    {
        // Where the call stands in the list is said again by clients that give back the pieces of a stream.
        call.OmitOthers("id", "type", "index", "function", "custom", "extra_content");
        if (!call.TryRequire("id", out var id) || !IsName(id)) return null;
        if (call.TryGet("type", out var type) && type.Text() is var word && word != "function")
        {
            if (word == "custom") Leave(call, id);
            else if (word is not null) type.FailChoice(word, "function");
            return null;
        }
        if (!call.TryRequire("function", out var function) || !function.IsObject()) return null;
        function.OmitOthers("name", "arguments", "parsed_arguments");
        return ReadFunction(function, id.Element, call.Path) is { } part ? part with { Signature = ReadSignature(call) } : null;
    }

    private void Leave(JsonCursor call, JsonCursor id)
    {
        if (id.Text() is { } text) _omitted.Add(text);
        call.Reading.OmitContent(call.Path, CustomCalls);
    }

    private static ToolCallPart? ReadFunction(JsonCursor function, JsonElement id, JsonPath path)
    {
        if (!function.TryRequire("name", out var name) || !IsName(name)) return null;
        if (!function.TryRequire("arguments", out var arguments) || !arguments.IsText()) return null;
        return ArgumentText.Read(arguments) is { } text ? new ToolCallPart(id, name.Element, text, path) : null;
    }

    private static JsonElement? ReadSignature(JsonCursor call)
    {
        if (!call.TryGet("extra_content", out var extra)) return null;
        extra.OmitOthers("google");
        if (!extra.TryGet("google", out var google)) return null;
        google.OmitOthers("thought_signature");
        return google.RawText("thought_signature");
    }

    private static bool IsName(JsonCursor text)
    {
        if (!text.IsText()) return false;
        if (!RawJson.Inside(text.Element).IsEmpty) return true;
        text.Fail($"'{text.Path}' must not be empty.", "invalid_value");
        return false;
    }

    /// <summary>Beside anything else, an empty text is only what was written because the member has to be there.</summary>
    private static List<Part> WithoutEmptyText(List<Part> parts)
    {
        if (parts.Count > 1) parts.RemoveAll(static part => part is TextPart text && RawJson.Inside(text.Text).IsEmpty);
        return parts;
    }
}
