using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Reads the parts of contents.</summary>
internal sealed class PartReader
{
    private readonly CallIds _ids = new();
    private readonly OpenThought _thought = new();

    /// <summary>Says that nothing more comes.</summary>
    public void End() => _thought.Close();

    /// <summary>Reads a part, which becomes none, one or two parts of the conversation.</summary>
    public void Read(JsonCursor part, List<Part> into)
    {
        part.OmitOthersThan("text", "thought", "thoughtSignature", "inlineData", "fileData", "functionCall", "functionResponse",
            "executableCode", "codeExecutionResult", "toolCall", "toolResponse");
        var signature = part.RawText(part.Spelt("thoughtSignature"));
        if (ReadThought(part, signature, into)) return;
        _thought.Close();
        if (part.TryFind("functionCall", out var call)) ReadCall(call, signature, part.Path, into);
        else if (part.TryGet("text", out var text)) ReadText(text, signature, part.Path, into);
        else if (ReadOther(part, into)) Sign(signature, part.Path, into);
        else if (signature is not null) Sign(signature, part.Path, into);
        else part.Fail($"'{part.Path}' holds nothing: it must have a text, inlineData, fileData, functionCall or functionResponse.", "invalid_value");
    }

    private bool ReadOther(JsonCursor part, List<Part> into)
    {
        if (part.TryFind("inlineData", out var inline)) MediaReader.ReadInline(inline, part.Path, into);
        else if (part.TryFind("fileData", out var file)) MediaReader.ReadFile(file, part.Path, into);
        else if (part.TryFind("functionResponse", out var result)) ReadResult(result, part.Path, into);
        else if (HasServerSide(part)) part.Reading.OmitContent(part.Path, "it belongs to a tool that Google runs");
        else return false;
        return true;
    }

    private static bool HasServerSide(JsonCursor part) =>
        part.TryFind("executableCode", out _) || part.TryFind("codeExecutionResult", out _) || part.TryFind("toolCall", out _) || part.TryFind("toolResponse", out _);

    private bool ReadThought(JsonCursor part, JsonElement? signature, List<Part> into)
    {
        if (part.Flag("thought") != true || part.TryFind("functionCall", out _) || !part.TryGet("text", out var text)) return false;
        if (text.IsText()) _thought.Add(text.Element, signature, part.Path, into);
        return true;
    }

    private static void ReadText(JsonCursor text, JsonElement? signature, JsonPath path, List<Part> into)
    {
        if (!text.IsText()) return;
        if (!RawJson.Inside(text.Element).IsEmpty || signature is null) into.Add(new TextPart(text.Element, path));
        Sign(signature, path, into);
    }

    /// <summary>A signature on what is no call proves thoughts that are not shown.</summary>
    private static void Sign(JsonElement? signature, JsonPath path, List<Part> into)
    {
        if (signature is not null) into.Add(new ReasoningPart(null, signature, path));
    }

    private void ReadCall(JsonCursor call, JsonElement? signature, JsonPath path, List<Part> into)
    {
        if (!call.IsObject()) return;
        call.OmitOthersThan("id", "name", "args");
        if (NameOf(call) is not { } name) return;
        var arguments = MadeJson.EmptyObject;
        if (call.TryGet("args", out var args) && args.IsObject()) arguments = args.Element;
        into.Add(new ToolCallPart(_ids.Open(IdOf(call), name), name, arguments, path) { Signature = signature });
    }

    private void ReadResult(JsonCursor result, JsonPath path, List<Part> into)
    {
        if (!result.IsObject()) return;
        result.OmitOthersThan("id", "name", "response", "parts");
        if (NameOf(result) is not { } name) return;
        if (_ids.Close(IdOf(result), name) is not { } id)
        {
            result.Fail($"'{result.Path}' is the result of a function '{RawJson.Say(RawJson.Inside(name))}' that the turn before it did not call, or that was answered already.", "invalid_value");
            return;
        }
        var content = new List<Part>();
        var isError = ResultReader.Read(result, content);
        into.Add(new ToolResultPart(id, content, path) { IsError = isError, Name = name });
    }

    private static JsonElement? IdOf(JsonCursor at) => at.RawText("id") is { } id && !RawJson.Inside(id).IsEmpty ? id : null;

    private static JsonElement? NameOf(JsonCursor at)
    {
        if (!at.TryRequire("name", out var name) || !name.IsText()) return null;
        if (!RawJson.Inside(name.Element).IsEmpty) return name.Element;
        name.Fail($"'{name.Path}' must not be empty.", "invalid_value");
        return null;
    }
}
