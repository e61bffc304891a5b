using System.Text.Json;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Reading;
using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Gemini;

/// <summary>Reads the parts of one content.</summary>
internal sealed class PartReader(ContentsReader contents, string model, bool isCurrent)
{
    private readonly List<string> _text = [];

    public string Text => string.Concat(_text);

    public List<Attachment> Attachments { get; } = [];

    public List<string> Calls { get; } = [];

    public int CallTokens { get; private set; }

    public int Responses { get; private set; }

    public void Read(Field part, bool isModel)
    {
        if (!part.Only(
            "text", "thought", "thoughtSignature", "thought_signature", "inlineData", "inline_data", "fileData", "file_data", "functionCall", "function_call",
            "functionResponse", "function_response"))
        {
            return;
        }

        var call = part.Either("functionCall", "function_call");
        var response = part.Either("functionResponse", "function_response");
        var inline = part.Either("inlineData", "inline_data");
        var file = part.Either("fileData", "file_data");
        if (new[] { part["text"], call, response, inline, file }.Count(field => field.IsGiven) != 1)
            part.Fail("required oneof field 'data' must have one initialized field");
        var signature = part.Either("thoughtSignature", "thought_signature").Text();
        if (signature is not null && !contents.IsSigned(signature))
            part.Fail(ApiError.Invalid("Thought signature is not valid.", part.Path, null));
        var thought = part["thought"].Flag();
        if (part["text"].Text() is { } text && !thought)
            _text.Add(text);
        if (call.IsGiven)
            Call(part, call, signature, isModel);
        else if (response.IsGiven)
            Response(response);
        else if (inline.IsGiven)
            Inline(inline);
        else if (file.IsGiven)
            File(file);
    }

    private void Call(Field part, Field call, string? signature, bool isModel)
    {
        call.Only("id", "name", "args");
        var name = call["name"].NonEmpty();
        if (!isModel)
            part.Fail(ApiError.Invalid("Please ensure that function call turn comes immediately after a user turn or after a function response turn.", part.Path, null));

        // Only the first of the calls that were made together is signed.
        if (signature is null && isCurrent && Calls.Count == 0 && model.StartsWith("gemini-3", StringComparison.Ordinal))
        {
            part.Fail(ApiError.Invalid(
                $"Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature "
                + $"may lead to degraded model performance. Additional data, function call `default_api:{name}`, position {Place(part.Path)}.",
                part.Path,
                null));
        }

        CallTokens += PseudoTokens.Count(call["args"].Object()?.GetRawText() ?? "");
        Calls.Add(name);
    }

    private static string Place(string path) => path.Split('[', ']') is [_, var index, ..] ? index : "0";

    private void Response(Field response)
    {
        response.Only("id", "name", "response", "parts", "willContinue", "scheduling");
        response["name"].NonEmpty();
        var answer = response["response"].Required().Object();
        var attachments = new List<Attachment>();
        foreach (var part in response["parts"].Items())
        {
            part.Only("inlineData", "inline_data");
            if (Data(part.Either("inlineData", "inline_data").Required()) is { } attachment)
                attachments.Add(attachment);
        }

        Responses++;
        contents.Add("tool", Said(answer), attachments);
    }

    /// <summary>The text of a response that wraps one, else its JSON.</summary>
    private static string Said(JsonElement? response)
    {
        if (response is not { } given)
            return "";
        var members = given.EnumerateObject().ToList();
        return members is [{ Name: "result" or "output" or "content" or "error", Value.ValueKind: JsonValueKind.String } only]
            ? only.Value.GetString()!
            : given.GetRawText();
    }

    private void Inline(Field inline)
    {
        if (Data(inline) is { } attachment)
            Attachments.Add(attachment);
    }

    private static Attachment? Data(Field inline)
    {
        inline.Only("mimeType", "mime_type", "data", "displayName", "display_name");
        var type = inline.Either("mimeType", "mime_type").NonEmpty();
        var data = inline["data"].NonEmpty();
        var attachment = Attachment.FromBase64(type, data.Replace('-', '+').Replace('_', '/'));
        if (attachment is null)
            inline["data"].Fail(ApiError.Invalid($"Invalid value at '{inline["data"].Path}' (TYPE_BYTES), Base64 decoding failed for \"{(data.Length > 20 ? data[..20] : data)}\"", inline["data"].Path, null));
        else if (!(type.StartsWith("image/", StringComparison.Ordinal) || type == "application/pdf" || type.StartsWith("text/", StringComparison.Ordinal)))
            inline.Fail(ApiError.Invalid($"Unsupported MIME type: {type}", inline.Path, null));
        return attachment;
    }

    private void File(Field file)
    {
        file.Only("mimeType", "mime_type", "fileUri", "file_uri", "displayName");
        var uri = file.Either("fileUri", "file_uri").NonEmpty();
        if (!Attachment.IsWebAddress(uri))
            file.Fail(ApiError.Invalid($"Invalid or unsupported file uri: {uri}", file.Path, null));
        Attachments.Add(new Attachment(file.Either("mimeType", "mime_type").Text() ?? "file", null, uri));
    }
}
