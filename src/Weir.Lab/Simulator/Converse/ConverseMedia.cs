using System.Text;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Reading;

namespace Weir.Lab.Simulator.Converse;

/// <summary>Reads the image or document of a block.</summary>
internal static class ConverseMedia
{
    public static Attachment? Read(Field block)
    {
        if (block["image"].IsGiven)
        {
            var image = block["image"];
            image.Only("format", "source");
            var format = image["format"].Required().OneOf("png", "jpeg", "gif", "webp");
            return Source(image["source"].Required(), "image/" + format);
        }

        if (!block["document"].IsGiven)
            return null;
        var document = block["document"];
        document.Only("format", "name", "source", "context", "citations");
        document["context"].Text();
        document["citations"].Refuse("is not supported by the simulator");
        var name = document["name"].NonEmpty();
        if (!name.All(character => char.IsLetterOrDigit(character) || character is ' ' or '-' or '(' or ')' or '[' or ']') || name.Contains("  ", StringComparison.Ordinal))
        {
            document["name"].Fail(ApiError.Invalid(
                "The document file name can only contain alphanumeric characters, whitespace characters, hyphens, parentheses, and square brackets. The name can't contain more than one consecutive whitespace character.",
                document["name"].Path,
                null));
        }

        var type = document["format"].OneOf("pdf", "csv", "doc", "docx", "xls", "xlsx", "html", "txt", "md");
        return Source(document["source"].Required(), type switch { "txt" => "text/plain", "md" => "text/markdown", "html" or "csv" => "text/" + type, _ => "application/" + (type ?? "pdf") });
    }

    private static Attachment? Source(Field source, string type)
    {
        source.Only("bytes", "s3Location", "text", "content");
        source["s3Location"].Refuse("The simulator keeps no files");
        source["content"].Refuse("is not supported by the simulator");
        if (source["text"].Text() is { } text)
            return new Attachment("text/plain", Encoding.UTF8.GetByteCount(text), null);
        var attachment = Attachment.FromBase64(type, source["bytes"].NonEmpty());
        if (attachment is null)
            source["bytes"].Fail(new ApiError(400, $"Unable to decode base64 at '{source["bytes"].Path}'", "SerializationException", source["bytes"].Path, "SerializationException"));
        return attachment;
    }
}
