using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Reading;
using Weir.Lab.Simulator.Validation;

namespace Weir.Lab.Simulator.Responses;

/// <summary>Reads the content of a message, or the output of a tool: a text or a list of parts.</summary>
internal sealed class InputContent(string role)
{
    private readonly List<string> _text = [];
    private readonly List<Attachment> _attachments = [];

    public (string Text, IReadOnlyList<Attachment> Attachments) Read(Field content)
    {
        if (content.IsText)
            return (content.Text()!, []);
        foreach (var part in content.Items())
        {
            if (part.Object() is not null)
                Part(part);
        }

        return (string.Concat(_text), _attachments);
    }

    private void Part(Field part)
    {
        var type = role == "assistant"
            ? part["type"].Required().OneOf("output_text", "refusal")
            : part["type"].Required().OneOf("input_text", "input_image", "input_file");
        switch (type)
        {
            case "input_text":
                part.Only("type", "text");
                _text.Add(part["text"].Required().Text() ?? "");
                break;
            case "output_text":
                part.Only("type", "text", "annotations", "logprobs");
                _text.Add(part["text"].Required().Text() ?? "");
                break;
            case "refusal":
                part.Only("type", "refusal");
                _text.Add(part["refusal"].Required().Text() ?? "");
                break;
            case "input_image":
                part.Only("type", "image_url", "detail", "file_id");
                part["detail"].OneOf("low", "high", "auto", "original");
                NoFileId(part);
                Image(part["image_url"]);
                break;
            case "input_file":
                part.Only("type", "file_data", "filename", "file_url", "file_id", "detail");
                part["filename"].Text();
                NoFileId(part);
                File(part);
                break;
        }
    }

    private static void NoFileId(Field part)
    {
        if (part["file_id"].Text() is { } id)
            part.Fail(ApiError.Invalid($"The file '{id}' does not exist: the simulator keeps no files.", part["file_id"].Path, "invalid_value"));
    }

    private void Image(Field address)
    {
        if (address.Required().Text() is not { } url)
            return;
        if (MediaRules.Address(url, address.Path) is { } error)
            address.Fail(error);
        _attachments.Add(Attachment.FromDataUrl(url) ?? new Attachment("image", null, url));
    }

    private void File(Field part)
    {
        if (part["file_url"].Text() is { } url)
        {
            if (!Attachment.IsWebAddress(url))
                part["file_url"].Fail("Expected a URL.");
            _attachments.Add(new Attachment("file", null, url));
            return;
        }

        if (part["file_data"].Required().Text() is not { } data)
            return;
        if (MediaRules.Data(data, part["file_data"].Path) is { } error)
            part.Fail(error);
        else
            _attachments.Add(Attachment.FromDataUrl(data)!);
    }
}
